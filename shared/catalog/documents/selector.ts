import type { AccessLevel, Amount, Danger, DurationRange, Severity, Tier } from "#shared/catalog/documents/document.ts";
import type { Month } from "#shared/kernel/calendar.ts";

export const REQUEST_KINDS = [
  "access",
  "exemption",
  "backfill",
  "policy-change",
  "retention-change",
  "budget-change",
  "break-glass",
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

export const CHANGE_KINDS = ["iam", "network", "storage-policy", "alert-threshold", "access-model"] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Several values are "or"; `*` and `?` are wildcards where the key names a thing of the cloud; case counts. */
type Values = readonly string[];

/** What a selector may ask. Keys are "and". A key that does not apply to the thing never fits. */
export type Criteria = {
  readonly arn?: Values;
  readonly name?: Values;
  readonly type?: Values;
  /** Ids of Account documents. */
  readonly account?: Values;
  /** `/Data` is `/Data` and everything below. */
  readonly ou?: Values;
  readonly region?: Values;
  /** By tag key; the value `*` is "present". Several keys are "and". */
  readonly tag?: { readonly [key: string]: Values };
  /** By FOCUS column. */
  readonly billing?: { readonly [column: string]: Values };
  readonly team?: Values;
  readonly dataset?: Values;
  readonly workload?: Values;
  readonly environment?: Values;
  readonly tier?: readonly Tier[];
  readonly classification?: Values;
  /** Any of them. */
  readonly labels?: Values;
  readonly request?: readonly RequestKind[];
  readonly access?: readonly AccessLevel[];
  readonly template?: Values;
  readonly danger?: readonly Danger[];
  readonly change?: readonly ChangeKind[];
  readonly duration?: DurationRange;
  readonly estimate?: { readonly min?: Amount; readonly max?: Amount };
  /** Ids of Calendar documents whose hours it is. */
  readonly hours?: Values;
  /** Ids of Calendar documents whose rota the person is on. */
  readonly oncall?: Values;
  /** Kinds of finding: `access.orphan`. */
  readonly finding?: Values;
  readonly severity?: readonly Severity[];
  readonly policy?: Values;
};

/** One map of a selector. `except` (maps in a list are "or") holds no further `except`. */
export type Clause = Criteria & { readonly except?: readonly Criteria[] };

/** Maps in a list are "or"; a single map is a list of one. An empty list fits nothing. */
export type Selector = readonly Clause[];

/** What makes a resource or a bill row someone's. `from`: the first month it counts for spend. */
export type Match = Clause & { readonly from?: Month };
