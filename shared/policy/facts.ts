import type { TagReference } from "#shared/catalog/documents/policy.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** The words that the catalogue knows, per reference: a tag that refers to one must hold one of them. */
export type Vocabulary = { readonly [reference in TagReference]: ReadonlySet<string> };

/**
 * Something that tags are inherited from. Its tags come first, then what the catalogue knows of it:
 * an account has no tag `CostCenter`, but a team that pays.
 */
export type Source = {
  readonly tags: Readonly<Record<string, string>>;
  readonly known: { readonly [reference in TagReference]?: string };
};

/** `unreadable`: there is one, but it could not be read; then no later source is asked, it would be a guess. */
export type SourceRead = Source | "unreadable";

/**
 * What the catalogue says about one resource, resolved before it is judged.
 *
 * A field that is absent is not known, and a scope that asks for it is undecided: its rules are
 * `unknown`, never skipped. `null` says that there is none: the resource is in no dataset.
 */
export type ResourceFacts = {
  /** Moment of the judgement: exemptions end by it. */
  readonly now: EpochMillis;
  /** The account's id in the catalogue (`data-prod`), beside its number. */
  readonly account?: string | null;
  /** `/Data/Prod` */
  readonly ou?: string | null;
  readonly environment?: string | null;
  readonly team?: string | null;
  readonly dataset?: string | null;
  readonly workload?: string | null;
  readonly tier?: number | null;
  readonly classification?: string | null;
  readonly labels?: readonly string[] | null;
  /** How long its dataset is to be kept, in whole days, from the resolved catalogue. */
  readonly retention?: { readonly min?: number; readonly max?: number } | null;
  /**
   * Of a bucket that holds datasets at prefixes: each such prefix, and the rest under "", with what is true of the
   * data there. What is said above is then of the bucket as a whole.
   */
  readonly parts?: readonly { readonly prefix: string; readonly facts: ResourceFacts }[];
  readonly parent?: SourceRead;
  readonly creator?: SourceRead;
  /** The account as a source of values. */
  readonly accountSource?: SourceRead;
};
