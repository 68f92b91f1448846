import type { Catalog } from "#shared/catalog/catalog.ts";
import { decide } from "#shared/catalog/decide.ts";
import type { Decided, Refused } from "#shared/catalog/decision.ts";
import { keyOf } from "#shared/catalog/document-index.ts";
import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import type { DocumentKind } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import type { Loosening } from "#shared/catalog/loosening.ts";
import type { PlannedChange } from "#shared/catalog/plan-catalog.ts";
import type { HeldChange } from "#shared/catalog/proposal.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { type EpochMillis, epochMillis, since } from "#shared/kernel/time.ts";

/** Nobody may decide on a change, so it cannot even be asked for. */
export type Undecidable = {
  readonly kind: "undecidable";
  readonly document: { readonly kind: DocumentKind; readonly id: string };
  readonly refused: Refused;
};

/** What a plan holds, each change with who decides on it by the catalogue in force. */
export function holdChanges(
  changes: readonly PlannedChange[],
  next: readonly GovernanceDocument[],
  { current, now }: { readonly current: Catalog; readonly now: EpochMillis },
): Result<readonly HeldChange[], Undecidable> {
  const held: HeldChange[] = [];
  for (const change of changes) {
    const after = next.find(({ kind, id }) => kind === change.document.kind && id === change.document.id);
    const decisions = change.loosens.map((each) =>
      decide(current, factsOf(change, { loosening: each, after, current, now })),
    );
    const refused = decisions.find((decision) => decision.kind === "refused");
    if (refused !== undefined) return err({ kind: "undecidable", document: change.document, refused });
    held.push(
      heldChange(
        change,
        decisions.filter((decision) => decision.kind === "decided"),
        { current, after },
      ),
    );
  }
  return ok(held);
}

type Beside = { readonly current: Catalog; readonly after: GovernanceDocument | undefined };

function heldChange(change: PlannedChange, decisions: readonly Decided[], { current, after }: Beside): HeldChange {
  const { kind, id } = change.document;
  const replaces = change.kind === "added" ? undefined : (change.formerId ?? id);
  const was = replaces === undefined ? undefined : current.pins.get(keyOf(kind, replaces))?.hash;
  return {
    kind,
    id,
    ...(replaces === undefined ? {} : { replaces }),
    ...(was === undefined ? {} : { was }),
    removes: change.kind === "removed",
    because: change.loosens.map(({ because }) => because),
    target: targetOf(change, { current, after }, decisions[0]?.policy),
    decisions,
    votes: [],
    state: change.loosens.length > 0 ? "pending" : "waiting",
  };
}

const THINGS: { readonly [kind in DocumentKind]?: ThingRef["kind"] } = {
  Dataset: "dataset",
  Workload: "workload",
  Account: "account",
  Team: "team",
};

/** What is decided on: the thing itself while it is there, else its team, else the team of the deciding policy. */
function targetOf(
  { document, formerId }: PlannedChange,
  { current, after }: Beside,
  policy: string | undefined,
): ThingRef {
  const thing = THINGS[document.kind];
  const id = formerId ?? document.id;
  if (thing !== undefined && current.pins.has(keyOf(document.kind, id))) return { kind: thing, id };
  const before = current.documents.find((each) => each.kind === document.kind && each.id === id);
  const team = before?.team ?? after?.team ?? current.accessPolicies.get(policy ?? "")?.team ?? "";
  return { kind: "team", id: team };
}

type Asked = Beside & { readonly loosening: Loosening; readonly now: EpochMillis };

function factsOf({ document, formerId }: PlannedChange, { loosening, after, current, now }: Asked): Subject {
  return {
    request: loosening.request,
    change: loosening.change,
    ...thingFacts(document.kind, formerId ?? document.id, { current, after }),
    access: null,
    template: document.kind === "Template" ? document.id : null,
    danger: null,
    estimate: null,
    policy: document.kind === "Policy" ? document.id : null,
    duration: after?.kind === "Exemption" ? since(now, epochMillis(Date.parse(`${after.until}T24:00:00Z`))) : null,
  };
}

/** What is known of the thing as it is now: a change does not choose by what it changes who decides on it. */
function thingFacts(kind: DocumentKind, id: string, { current, after }: Beside): Subject {
  if (kind === "Dataset") return datasetFacts(id, current);
  const workload = kind === "Workload" ? current.workloads.get(id) : undefined;
  const account = kind === "Account" ? current.accounts.get(id) : undefined;
  return {
    dataset: null,
    workload: workload?.id ?? null,
    account: account?.id ?? null,
    team: workload?.team ?? after?.team ?? null,
    tier: workload?.tier ?? null,
    classification: null,
    labels: null,
    environment: account?.environment ?? null,
  };
}

function datasetFacts(id: string, current: Catalog): Subject {
  const dataset = current.datasets.get(id);
  return {
    dataset: dataset?.id ?? null,
    workload: null,
    account: null,
    team: dataset?.team ?? null,
    tier: dataset?.tier ?? null,
    classification: dataset?.classification ?? null,
    labels: dataset?.labels ?? null,
    environment: mostProtected(dataset?.at.map((at) => at.environment) ?? [], current),
  };
}

const mostProtected = (environments: readonly string[], { company }: Catalog): string | null =>
  company.environments.findLast((environment) => environments.includes(environment)) ?? null;
