import type { DocumentBase } from "#shared/catalog/documents/document.ts";
import type { Clause, Selector } from "#shared/catalog/documents/selector.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** One row of decision rights. */
export type AccessRule = {
  readonly id: string;
  /** Absent: fits everything in the policy's scope. */
  readonly when?: Selector;
  /** Stages in order; `none` is by rule; an empty list is what was written and is refused when checked. */
  readonly approve?: "none" | readonly Stage[];
  /** The refusal in words. Not together with `approve`. */
  readonly deny?: string;
  /** The longest duration that may be asked. */
  readonly max?: Millis;
  readonly ticket?: "required";
  readonly notify?: readonly Who[];
  readonly page?: readonly Who[];
  readonly review?: { readonly by: readonly Who[]; readonly within: Millis };
};

/** Who decides. A base policy has a scope of its own; one with `tightens` only adds to that base policy. */
export type AccessPolicy = DocumentBase & {
  readonly kind: "AccessPolicy";
  readonly scope: Clause;
  /** The id of a base policy. */
  readonly tightens?: string;
  /** Who may ask; absent on a tightening policy, never empty on a base. */
  readonly ask?: readonly Who[];
  /** Characters. */
  readonly justification?: { readonly min: number };
  /** An undecided request ends after this. */
  readonly pending?: Millis;
  readonly remind?: readonly Millis[];
  readonly escalate?: { readonly after: Millis; readonly to: Who };
  /** One grant with all its extensions. */
  readonly maxTotal?: Millis;
  /** Live grants of one person. */
  readonly maxConcurrent?: number;
  /** Read from the top: the first that fits decides. */
  readonly rules: readonly AccessRule[];
};
