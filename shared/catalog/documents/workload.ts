import type { Amount, DocumentBase, Tier } from "#shared/catalog/documents/document.ts";
import type { Match } from "#shared/catalog/documents/selector.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** A pipeline, a job family, a service. The tag `<workloadTag>=<id>` is understood; `match` comes on top. */
export type Workload = DocumentBase & {
  readonly kind: "Workload";
  readonly tier: Tier;
  readonly match?: readonly Match[];
  /** Ids of datasets. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** A month: the short form of a Budget. */
  readonly budget?: Amount;
  readonly freshness?: Millis;
  readonly review?: Millis;
  readonly acknowledge?: Millis;
  readonly resolve?: Millis;
  readonly runbook?: string;
};
