import type { Amount, DocumentBase, DurationRange, Tier } from "#shared/catalog/documents/document.ts";
import type { Place } from "#shared/catalog/documents/place.ts";
import type { Who } from "#shared/catalog/documents/who.ts";
import type { GroupName } from "#shared/kernel/ids.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** Where a dataset is in one account; `classification` and `labels` when this copy has others (`labels: []`: none). */
export type DatasetAt = {
  readonly places: readonly Place[];
  readonly classification?: string;
  readonly labels?: readonly string[];
};

export type Dataset = DocumentBase & {
  readonly kind: "Dataset";
  readonly classification: string;
  readonly labels?: readonly string[];
  readonly tier: Tier;
  /** By id of an Account. */
  readonly at: { readonly [account: string]: DatasetAt };
  /** Absent: the team's `dataOwners`. */
  readonly owners?: readonly GroupName[];
  /** People who rely on it: teams and groups. */
  readonly consumers?: readonly Who[];
  readonly freshness?: Millis;
  readonly retention?: DurationRange;
  /** A month: the short form of a Budget for it. */
  readonly budget?: Amount;
  readonly review?: Millis;
  readonly acknowledge?: Millis;
  readonly resolve?: Millis;
  readonly runbook?: string;
};
