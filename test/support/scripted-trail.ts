import type { CreationTrail, MadeResource, WhoMade } from "#shared/policy/creation-trail.ts";

/** A trail that answers as a test says; it remembers what it was asked. */
export type ScriptedTrail = CreationTrail & {
  readonly asked: string[];
  onAsk: (resource: MadeResource) => WhoMade;
};

export function scriptedTrail(): ScriptedTrail {
  const trail: ScriptedTrail = {
    asked: [],
    onAsk: () => ({ kind: "not-told", because: "no call made it" }),
    async whoMade(resource) {
      trail.asked.push(resource.name);
      return trail.onAsk(resource);
    },
  };
  return trail;
}
