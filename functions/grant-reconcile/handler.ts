import { offBoardWhoLeft } from "#shared/access/off-board.ts";
import type { Governance } from "#shared/access/ports.ts";
import { type ReconcileDeps, type Reconciled, reconcile } from "#shared/access/reconcile.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

type Deps = ReconcileDeps & { readonly governance: Governance; readonly log: Log };

/** Every account of the catalogue by itself: one that does not answer holds back no other. */
export const makeHandler = (deps: Deps) =>
  scheduleHandler(async () => {
    await offBoardAll(deps);
    const { catalog } = await deps.governance.catalog();
    for (const account of new Set([...catalog.accounts.values()].map((each) => each.account))) {
      try {
        report(account, await reconcile(account, deps), deps.log);
      } catch (fault) {
        deps.log.error("An account could not be reconciled", { account, ...faultFields(fault) });
      }
    }
  });

/** What cannot be ended now is ended the next time; it holds back no account. */
async function offBoardAll(deps: Deps): Promise<void> {
  try {
    const ended = await offBoardWhoLeft("function:grant-reconcile", deps);
    if (ended.length > 0) deps.log.warn("Access of people who left was ended", { requests: ended });
  } catch (fault) {
    deps.log.error("Access of people who left could not be ended", faultFields(fault));
  }
}

function report(account: string, outcome: Reconciled, log: Log): void {
  if (outcome.kind === "unreadable") {
    log.error("An account could not be read", { account, code: outcome.code });
  } else if (outcome.kind === "stopped") {
    const { would, live } = outcome;
    log.error("Reconciling would take back too much, and stopped", { account, would: [...would], live });
  } else {
    const { kind: _done, ...found } = outcome;
    if (Object.values(found).some((names) => names.length > 0)) {
      log.warn("Reconciling found differences", { account, ...found });
    }
  }
}
