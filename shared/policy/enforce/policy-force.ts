import type { Pinned } from "#shared/catalog/catalog.ts";
import type { Grace } from "#shared/catalog/documents/document.ts";
import type { Policy } from "#shared/catalog/documents/policy.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import { days, type Millis, millis } from "#shared/kernel/time.ts";
import type { Force } from "#shared/policy/enforce/governed.ts";
import type { Direction } from "#shared/policy/judgement.ts";

/** What destroys data waits at least this long, whatever a document says (policy.md). */
export const SHORTEST_LOWERING_GRACE: Millis = days(7);

/** A policy that names no length: what it wrote can be taken back this long. */
const USUAL_UNDO: Millis = days(30);

/**
 * What a policy's document says of writing.
 *
 * A grace that is not written is none that anybody agreed to: there is no default of zero days
 * (c7n-6106), the policy does not write in that direction at all.
 */
export function forceFrom(policy: Pinned<Policy>, author: string | undefined): Force {
  const { enforcement } = policy;
  const { caps } = enforcement ?? {};
  return {
    policy: policy.id,
    hash: policy.hash,
    title: policy.title ?? policy.id,
    team: policy.team ?? "unknown",
    mode: policy.mode,
    severity: policy.severity,
    ...(author === undefined ? {} : { author }),
    ...(caps === undefined ? {} : { caps: { run: caps.run, day: caps.day, scopeMillionths: caps.scope } }),
    grace: graceOf(policy),
    undo: enforcement?.undo ?? USUAL_UNDO,
  };
}

function graceOf(policy: Policy): Force["grace"] {
  if (policy.type === "tagging") return defined({ none: lengthOf(policy.enforcement?.grace) });
  const raise = lengthOf(policy.enforcement?.raise?.grace);
  const lower = lengthOf(policy.enforcement?.lower?.grace);
  return defined({
    none: raise,
    raise,
    lower: lower === undefined ? undefined : millis(Math.max(lower, SHORTEST_LOWERING_GRACE)),
  });
}

const lengthOf = (grace: Grace | undefined): Millis | undefined => (grace === "none" ? millis(0) : grace);

const defined = (grace: { readonly [direction in Direction]?: Millis | undefined }): Force["grace"] =>
  Object.fromEntries(Object.entries(grace).filter(([, length]) => length !== undefined));

/** The stages that a policy's document asks for a change in one direction. */
export function stagesIn(policy: Policy, direction: Direction): readonly Stage[] {
  if (policy.type === "tagging") return policy.enforcement?.approve ?? [];
  return direction === "lower" ? (policy.enforcement?.lower?.approve ?? []) : [];
}
