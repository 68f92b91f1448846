import * as z from "zod";
import { deliveriesOf } from "#infra/local/deliveries.ts";
import type { LocalFunction } from "#infra/local/local-function.ts";
import { type Plane, planeOn } from "#infra/local/plane.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { Trigger } from "#shared/runtime/function.ts";

/** 2026-11-23T09:00:00Z */
export const START = epochMillis(1_795_424_400_000);

/** A plane in memory with a virtual clock and no functions yet. */
export const tinyPlane = (): Plane =>
  planeOn({
    database: openStateFile(":memory:", { durability: "normal" }),
    clock: virtualClock(START),
    log: silentLog,
  });

export type TinyPorts = { readonly plane: Plane };

/** A function of one trigger whose handler is `run`. */
export const tinyFunction = (
  name: string,
  trigger: Trigger,
  run: (event: unknown, ports: TinyPorts) => Promise<unknown>,
): LocalFunction<TinyPorts> => ({
  spec: { name, triggers: [trigger], env: z.object({}), capabilities: [], timeoutSeconds: 30 },
  makeHandler: (ports) => (event: unknown) => run(event, ports),
});

export const deliver = (plane: Plane, functions: readonly LocalFunction<TinyPorts>[]) =>
  deliveriesOf(plane, functions, (spec) => {
    const found = functions.find((each) => each.spec.name === spec.name);
    if (found === undefined) throw new Error(`no function ${spec.name}`);
    return found.makeHandler({ plane });
  });
