import { everyOpenGrant } from "#shared/access/every-open-grant.ts";
import type { Grant } from "#shared/access/grant.ts";
import { offBoardWhoLeft } from "#shared/access/off-board.ts";
import type { Governance } from "#shared/access/ports.ts";
import { type ReconcileDeps, type Reconciled, reconcile } from "#shared/access/reconcile.ts";
import { reconcileHoldings } from "#shared/access/reconcile-holdings.ts";
import type { Figures } from "#shared/contracts/figures.ts";
import { late } from "#shared/kernel/late.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

type Deps = ReconcileDeps & { readonly governance: Governance; readonly log: Log; readonly metrics: Metrics };

/** Every account of the catalogue by itself: one that does not answer holds back no other. */
export const makeHandler = (deps: Deps) =>
  scheduleHandler(async () => {
    // Listed once for both: what either does by them it reads again.
    const open = late(() => everyOpenGrant(deps.store));
    await offBoardAll(open, deps);
    await putHoldingsRight(open, deps);
    const { catalog } = await deps.governance.catalog();
    for (const account of new Set([...catalog.accounts.values()].map((each) => each.account))) {
      try {
        const outcome = await reconcile(account, deps);
        report(account, outcome, deps.log);
        deps.metrics.say(figuresOf(outcome), { account });
      } catch (fault) {
        deps.log.error("An account could not be reconciled", { account, ...faultFields(fault) });
        deps.metrics.say({ accounts_unreconciled: 1 }, { account });
      }
    }
  });

type OpenGrants = () => Promise<readonly Grant[]>;

/** What cannot be ended now is ended the next time; it holds back no account. */
async function offBoardAll(open: OpenGrants, deps: Deps): Promise<void> {
  try {
    const ended = await offBoardWhoLeft({ open: await open(), by: "function:grant-reconcile" }, deps);
    if (ended.length > 0) deps.log.warn("Access of people who left was ended", { requests: ended });
  } catch (fault) {
    deps.log.error("Access of people who left could not be ended", faultFields(fault));
  }
}

/** What limits go by, beside what is: held up by no account, and holding up none. */
async function putHoldingsRight(open: OpenGrants, deps: Deps): Promise<void> {
  try {
    const people = await reconcileHoldings(await open(), deps.store);
    if (people.length > 0) deps.log.warn("What people hold was not as their grants say, and was put right", { people });
  } catch (fault) {
    deps.log.error("What people hold could not be held against their grants", faultFields(fault));
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

/**
 * Drift is what is not as the rows say: access altered or removed by others, access that came back, access of nobody.
 * What a crash of our own left behind (`collected`) is none. Of a pass that stopped it is what would have been taken.
 */
function figuresOf(outcome: Reconciled): Figures {
  if (outcome.kind === "unreadable") return { accounts_unreconciled: 1 };
  if (outcome.kind === "stopped") return { drift: outcome.would.length, accounts_unreconciled: 1 };
  const { tampered, leftovers, orphansSeen, orphansDeleted, orphansLeft } = outcome;
  return {
    drift: tampered.length + leftovers.length + orphansSeen.length + orphansDeleted.length + orphansLeft.length,
    accounts_unreconciled: 0,
  };
}
