import { BOOTSTRAP } from "#shared/catalog/rule-authors.ts";
import type { Actor } from "#shared/storage/event.ts";

/**
 * Who laid a company's first documents: somebody who is asked to decide as well, and under strict segregation then must
 * not; the plane itself, so that no person wrote its rules; or the bootstrap operator, whom no directory knows yet.
 */
export type Founder = "person" | "plane" | "operator";

/** How a catalogue says by whom it came, and who wrote it where that is another. */
export type Founded = { readonly by: Actor; readonly author?: Actor };

/** Who tells of people, and applies the catalogue of a company that does not ask who wrote a rule. */
export const AUTHOR = "function:simulation";

/** Signs in by the group of bootstrap operators, and may be brought into the directory later, as one who decides. */
export const OPERATOR = "root";

/** What comes with the plane, and whatever later claims to. */
export const BY_THE_PLANE: Founded = { by: AUTHOR, author: BOOTSTRAP };

const FOUNDED: { readonly [founder in Founder]: Founded } = {
  person: { by: "olga" },
  plane: BY_THE_PLANE,
  operator: { by: OPERATOR },
};

/** Where nobody asks who wrote a rule, a function wrote all of them. */
export const foundedBy = ({ strict, founder }: { readonly strict: boolean; readonly founder: Founder }): Founded =>
  strict ? FOUNDED[founder] : { by: AUTHOR };

/** One company in four is strict; of those, a third each. */
export function companyOf(seed: number): { readonly strict: boolean; readonly founder: Founder } {
  const founders = ["person", "plane", "operator"] as const;
  return { strict: seed % 4 === 1, founder: founders[Math.floor(seed / 4) % 3] ?? "person" };
}
