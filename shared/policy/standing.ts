import type { PolicyMode } from "#shared/catalog/documents/policy.ts";
import type { Exempted } from "#shared/policy/judgement.ts";

/** How one policy stands to one resource, before any of its rules is asked. */
export type Standing = {
  /** `unknown`: a fact is missing that would say whether the resource is in scope. */
  readonly fit: "fits" | "unknown";
  readonly exempted?: Exempted;
  /** An exemption may cover it, but the fact that would settle it is missing: nothing is written. */
  readonly exemptionUnknown?: true;
};

/** In scope and exempt from nothing: by far the most. */
export const IN_SCOPE: Standing = Object.freeze({ fit: "fits" });

export const OUT_OF_KNOWLEDGE: Standing = Object.freeze({ fit: "unknown" });

/** Whose rule it is. */
export type Owner = { readonly policy: string; readonly rule: string; readonly mode: PolicyMode };

export const SCOPE_UNKNOWN = "what its scope asks is not known of this resource";
