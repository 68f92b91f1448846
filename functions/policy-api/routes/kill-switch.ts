import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { getKillSwitch, putKillSwitch } from "#shared/contracts/http/policy.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { KILL_SWITCH, type KillSwitch } from "#shared/policy/enforce/kill-switch.ts";
import { setKillSwitch } from "#shared/policy/enforce/set-kill-switch.ts";
import { route } from "#shared/runtime/http.ts";

const answerOf = (kill: KillSwitch | undefined) =>
  kill === undefined ? { on: false } : { on: kill.on, by: kill.by, at: isoOf(kill.at), because: kill.because };

export const getKillSwitchRoute = ({ stores }: Pick<PolicyApiDeps, "stores">) =>
  route(getKillSwitch, async () => ({
    status: 200,
    body: answerOf((await stores.killSwitch.find(KILL_SWITCH))?.value),
  }));

export const putKillSwitchRoute = (deps: Pick<PolicyApiDeps, "stores" | "clock">) =>
  route(putKillSwitch, async ({ body, caller }) => ({
    status: 200,
    body: answerOf(await setKillSwitch({ ...body, by: caller.person }, deps)),
  }));
