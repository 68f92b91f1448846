import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import type { HeldAsking, HeldChange } from "#shared/catalog/proposal.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** Every stage that a held change asks, each once, in order. */
export function stagesOf({ decisions }: HeldChange): readonly Stage[] {
  const seen = new Set<string>();
  return decisions
    .flatMap(({ stages }) => stages)
    .filter((stage) => {
      const text = JSON.stringify(stage);
      return !seen.has(text) && seen.add(text) !== undefined;
    });
}

/** The next round of asking, of which nobody was reminded. */
export const newRound = ({ asking }: HeldChange, now: EpochMillis, stage = 0): HeldAsking => ({
  round: (asking?.round ?? 0) + 1,
  roundAt: now,
  stage,
  askedAt: now,
  reminded: 0,
});

/** With the place of the stage that is asked: when that is another than before, its time to answer begins at `now`. */
export function askingAt(held: HeldChange, stage: number, now: EpochMillis): HeldChange {
  const { asking } = held;
  if (asking === undefined) return { ...held, asking: newRound(held, now, stage) };
  return asking.stage === stage ? held : { ...held, asking: { ...asking, stage, askedAt: now } };
}

/** Whom silence added to the stage at this place. */
export function addedAt(place: number, { asking }: HeldChange): readonly Who[] {
  const escalated = asking?.escalated;
  return escalated?.widens === true && escalated.stage === place ? [escalated.to] : [];
}

/** Whom the stage at this place asks: its own words, and whom silence added. */
export const wordsAt = (place: number, held: HeldChange): readonly Who[] => [
  ...(stagesOf(held)[place]?.of ?? []),
  ...addedAt(place, held),
];
