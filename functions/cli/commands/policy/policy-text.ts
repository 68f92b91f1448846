import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { POLICY } from "#functions/cli/ids/policy-ids.ts";
import type { PolicyAnswer } from "#shared/contracts/http/policy-answers.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export const policyArgument = () => idArgument("<policy>", "its id, or a beginning that only it has", POLICY);

export const policyPath = (id: string): string => `/v1/policies/${encodeURIComponent(id)}`;

/** Whether a policy writes now, in a word or two. */
export const standing = ({ enforcing, halted }: PolicyAnswer): string =>
  halted === undefined ? (enforcing ? "writes" : "only finds") : "halted";

/** A policy as lines of text: what it is, whether it writes, since when and on whose word. */
export const policyText = (policy: PolicyAnswer): string =>
  [
    `${policy.id}  ${policy.mode}  ${standing(policy)}  ${policy.title}`,
    `Team ${policy.team}, severity ${policy.severity}, version ${policy.hash.slice(0, 12)}`,
    `${policy.writesToday} of ${policy.dayCap ?? "any number of"} writes today`,
    ...(policy.promoted === undefined
      ? []
      : [`Promoted at ${policy.promoted.at} by ${policy.promoted.by} on plan ${policy.promoted.plan}`]),
    ...(policy.halted === undefined
      ? []
      : [`Halted at ${policy.halted.at} by ${policy.halted.by}: ${policy.halted.because}`]),
  ]
    .map(shown)
    .join("\n");
