import type { FreezeSwitch, FreezeTurn } from "#shared/access/ports.ts";
import type { FreezeAnswer } from "#shared/contracts/http/access-freeze.ts";
import { getAccessFreeze, putAccessFreeze } from "#shared/contracts/http/access-freeze.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

type Deps = { readonly freezeSwitch: FreezeSwitch };

/** GET /v1/access/freeze */
export const getFreezeRoute = ({ freezeSwitch }: Deps) =>
  route(getAccessFreeze, async () => ({ status: 200, body: answerOf(await freezeSwitch.last()) }));

/** PUT /v1/access/freeze: nothing new is activated while it stands; what ends, ends all the same. */
export const putFreezeRoute = ({ freezeSwitch }: Deps) =>
  route(putAccessFreeze, async ({ body, caller }) => {
    if (!(await freezeSwitch.turn(body, caller.person))) {
      throw new Problem(409, "Cannot turn the freeze switch: somebody else turned it at the same moment", {
        remedy: "Look at it again, then turn it",
      });
    }
    return { status: 200, body: answerOf(await freezeSwitch.last()) };
  });

const answerOf = (turn: FreezeTurn | undefined): FreezeAnswer =>
  turn === undefined
    ? { frozen: false, because: "" }
    : { frozen: turn.frozen, because: turn.because, by: turn.by, at: isoOf(turn.at) };
