import type { AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** A rule of a policy, pinned as it stood. */
export type PinnedRule = {
  readonly policy: string;
  readonly version: number;
  readonly hash: Sha256;
  readonly rule: string;
};

/** Absent: the policy sets no such limit. */
export type DecisionLimits = {
  /** The longest duration that may be asked for; the template's own limit is in it. */
  readonly max?: Millis;
  /** One grant with all its extensions. */
  readonly maxTotal?: Millis;
  /** Live grants of one person. */
  readonly maxConcurrent?: number;
};

/** Who decides on a request, and under which conditions. */
export type Decided = PinnedRule & {
  readonly kind: "decided";
  /** The rules of tightening policies that fit as well. */
  readonly tightenedBy: readonly PinnedRule[];
  /** In order. Empty only when `approvedByRule`. */
  readonly stages: readonly Stage[];
  readonly approvedByRule: boolean;
  readonly limits: DecisionLimits;
  /** Who may ask at all. */
  readonly ask: readonly Who[];
  /** An undecided request ends after this. */
  readonly pending: Millis;
  readonly remind: readonly Millis[];
  readonly escalate?: { readonly after: Millis; readonly to: Who };
  readonly ticketRequired: boolean;
  /** Characters. */
  readonly justificationMin: number;
  readonly notify: readonly Who[];
  readonly page: readonly Who[];
  readonly review?: NonNullable<AccessRule["review"]>;
};

/**
 * Nobody may say yes. `code`: no policy is about it, no rule fits, a rule denies, it is asked for too
 * long, or a fact is missing without which the rule cannot be told.
 */
export type Refused = {
  readonly kind: "refused";
  readonly code: "no-policy" | "no-rule" | "denied" | "too-long" | "cannot-tell";
  readonly because: string;
  readonly remedy: string;
  readonly policy?: string;
  readonly rule?: string;
};

export type Decision = Decided | Refused;
