import { getHealth } from "#shared/contracts/http/health.ts";
import { type Clock, isoOf } from "#shared/kernel/time.ts";
import { type HttpDeps, httpHandler, route } from "#shared/runtime/http.ts";
import { faultFields } from "#shared/runtime/log.ts";
import { Problem } from "#shared/runtime/problem.ts";
import type { Table } from "#shared/storage/table.ts";

type Deps = HttpDeps & { readonly table: Table; readonly clock: Clock; readonly version: string };

/** GET /v1/health: 200 when the table answers a read, 503 when it does not. */
export const makeHandler = (deps: Deps) =>
  httpHandler(
    [
      route(getHealth, async () => {
        try {
          await deps.table.get({ pk: "health", sk: "ROW" });
        } catch (fault) {
          deps.log.error("The table did not answer", faultFields(fault));
          throw new Problem(503, "Cannot read the state now", { remedy: "Try again in a minute" });
        }
        return { status: 200, body: { status: "ok", now: isoOf(deps.clock.now()), version: deps.version } };
      }),
    ],
    deps,
  );
