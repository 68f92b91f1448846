import { documentJson } from "#shared/catalog/document-text.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { Dataset } from "#shared/catalog/documents/dataset.ts";
import type { Amount, DocumentKind } from "#shared/catalog/documents/document.ts";
import type { DocumentOf, GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { ChangeKind, RequestKind } from "#shared/catalog/documents/selector.ts";
import { canonicalJson } from "#shared/kernel/json.ts";

/** Why a change does not apply at once but opens a request, and of which kind. */
export type Loosening = {
  readonly request: Extract<RequestKind, "policy-change" | "retention-change" | "budget-change" | "exemption">;
  readonly change: ChangeKind | null;
  readonly because: string;
};

/** A document before and after; absent before: added, absent after: removed. */
export type DocumentChange<Document = GovernanceDocument> = { readonly before?: Document; readonly after?: Document };

/**
 * What of a change loosens or moves a right: class or label down, owners, leads, groups, decision
 * rights, templates, retention, split rules, a budget up, a rule that judges less. Nothing: what adds
 * or tightens applies at once. What this does not know to be harmless, it takes for loosening.
 */
export function looseningsOf(change: DocumentChange, company: Company): readonly Loosening[] {
  const kind = (change.after ?? change.before)?.kind;
  if (kind === undefined) return [];
  const judge = JUDGES[kind] as (change: DocumentChange, company: Company) => readonly Loosening[];
  return judge(change, company);
}

type Judges = {
  readonly [Kind in DocumentKind]: (change: DocumentChange<DocumentOf<Kind>>, company: Company) => readonly Loosening[];
};

const model = (because: string): Loosening => ({ request: "policy-change", change: "access-model", because });
const rule = (because: string): Loosening => ({ request: "policy-change", change: null, because });
const retention = (because: string): Loosening => ({ request: "retention-change", change: null, because });
const budget = (because: string): Loosening => ({ request: "budget-change", change: null, because });

const JUDGES: Judges = {
  Company: (change) => changedBeyond(change, ["title", "annotations"], (fields) => companyLoosening(fields)),
  Directory: (change) =>
    changedBeyond(change, ["title", "annotations"], () => [model("who is in which role or group may change")]),
  Account: ({ before, after }) => {
    if (before === undefined) return [];
    if (after === undefined) return [model("an account leaves what is governed")];
    const moved = fieldsChanged(before, after).filter((field) =>
      ["account", "environment", "ou", "team"].includes(field),
    );
    return moved.length === 0 ? [] : [model(`${moved.join(", ")} of the account decide who approves`)];
  },
  Team: (change) => {
    if (change.before === undefined) return [];
    return changedBeyond(
      change,
      ["title", "annotations", "mail", "oncall", "costCenter", "formerly", "id"],
      (fields) => [
        model(change.after === undefined ? "the team's rights go" : `${fields.join(", ")} of the team change`),
      ],
    );
  },
  Dataset: (change, company) => datasetLoosening(change, company),
  Workload: ({ before, after }) => {
    if (before === undefined || after === undefined) return [];
    const raised = isMore(before.budget, after.budget) ? [budget("its budget goes up")] : [];
    return before.team === after.team ? raised : [...raised, model("it changes hands")];
  },
  Template: (change) => changedBeyond(change, ["title", "annotations"], () => [model("what a grant opens changes")]),
  AccessPolicy: (change) => {
    if (change.before === undefined && change.after?.tightens !== undefined) return [];
    return changedBeyond(change, ["title", "annotations"], () => [model("who decides may change")]);
  },
  Policy: (change) => policyLoosening(change),
  Exemption: ({ before, after }) => {
    if (after === undefined) return [];
    if (before !== undefined && fieldsChanged(before, after).length === 0) return [];
    return [{ request: "exemption", change: null, because: "an exemption counts once its request is approved" }];
  },
  AllocationRule: (change) =>
    changedBeyond(change, ["title", "annotations"], () => [rule("who pays for what is shared changes")]),
  Budget: ({ before, after }) => {
    if (before === undefined) return [];
    if (after === undefined) return [budget("the budget goes")];
    const other = fieldsChanged(before, after).filter((field) =>
      ["for", "period", "until", "from", "alert"].includes(field),
    );
    const raised = isMore(before.amount, after.amount) ? [budget("the budget goes up")] : [];
    return other.length === 0 ? raised : [...raised, budget(`${other.join(", ")} of the budget change`)];
  },
  Report: () => [],
  Route: () => [],
};

/** The fields in which two documents differ. */
export function fieldsChanged(before: GovernanceDocument, after: GovernanceDocument): readonly string[] {
  const [left, right] = [documentJson(before), documentJson(after)];
  const fields = new Set([...Object.keys(left), ...Object.keys(right)]);
  fields.delete("teamFrom");
  return [...fields].filter((field) => canonicalJson(left[field] ?? null) !== canonicalJson(right[field] ?? null));
}

function changedBeyond(
  { before, after }: DocumentChange,
  harmless: readonly string[],
  say: (fields: readonly string[]) => readonly Loosening[],
): readonly Loosening[] {
  const fields = before === undefined || after === undefined ? ["all of it"] : fieldsChanged(before, after);
  const left = fields.filter((field) => !harmless.includes(field));
  return left.length === 0 ? [] : say(left);
}

function companyLoosening(fields: readonly string[]): readonly Loosening[] {
  const others = fields.filter((field) => field !== "defaults");
  const words = others.length === 0 ? [] : [model(`${others.join(", ")} of the company change`)];
  return fields.includes("defaults") ? [...words, retention("defaults of tiers and classes change")] : words;
}

const isMore = (before: Amount | undefined, after: Amount | undefined): boolean => {
  if (before === undefined) return false;
  return after === undefined || after.currency !== before.currency || after.money > before.money;
};

function datasetLoosening({ before, after }: DocumentChange<Dataset>, company: Company): readonly Loosening[] {
  if (before === undefined) return [];
  if (after === undefined) return [model("its data is no longer governed")];
  const found: Loosening[] = [...classLoosening(before, after, company)];
  const fields = fieldsChanged(before, after);
  if (fields.includes("team")) found.push(model("it changes hands"));
  if (fields.includes("owners")) found.push(model("its owners change"));
  if (fields.includes("retention")) found.push(retention("how long it is kept changes"));
  if (after.tier > before.tier)
    found.push({ request: "policy-change", change: "alert-threshold", because: "its tier goes down" });
  return found;
}

/** Class or labels of the whole, or of a copy, are less than they were. */
function classLoosening(before: Dataset, after: Dataset, { classifications }: Company): readonly Loosening[] {
  const accounts = Object.keys(before.at).filter((account) => Object.hasOwn(after.at, account));
  const pairs = [
    { where: "", was: said(before), is: said(after) },
    ...accounts.map((account) => ({ where: ` in ${account}`, was: said(before, account), is: said(after, account) })),
  ];
  const found = pairs.flatMap(({ where, was, is }) => {
    const lower = classifications.indexOf(is.classification) < classifications.indexOf(was.classification);
    const lost = was.labels.filter((label) => !is.labels.includes(label));
    return [
      ...(lower ? [model(`classification${where} ${was.classification} → ${is.classification}`)] : []),
      ...(lost.length > 0 ? [model(`labels${where} lose ${lost.join(", ")}`)] : []),
    ];
  });
  // A copy that only follows the whole says nothing new.
  return found.filter(
    ({ because }, at) => !found.slice(0, at).some((each) => because.replace(/ in \S+/, "") === each.because),
  );
}

function said({ classification, labels = [], at }: Dataset, account?: string) {
  const copy = account === undefined ? undefined : at[account];
  return { classification: copy?.classification ?? classification, labels: copy?.labels ?? labels };
}

const MODES = ["observe", "notify", "enforce"];

/** A policy that is added judges more; changed in what or whom it judges, it may judge less. */
function policyLoosening(change: DocumentChange<DocumentOf<"Policy">>): readonly Loosening[] {
  const { before, after } = change;
  if (before === undefined) return [];
  if (after === undefined) return [rule("nothing judges this any more")];
  const fields = fieldsChanged(before, after).filter((field) => !["title", "annotations", "trigger"].includes(field));
  const kept = fields.includes("retention") ? [retention("retention rules change")] : [];
  const others = fields.filter((field) => field !== "retention" && field !== "mode" && field !== "severity");
  const weaker = MODES.indexOf(after.mode) < MODES.indexOf(before.mode) ? ["mode"] : [];
  const milder = fields.includes("severity") ? ["severity"] : [];
  const all = [...others, ...weaker, ...milder];
  return all.length === 0 ? kept : [...kept, rule(`${all.join(", ")} of the policy change`)];
}
