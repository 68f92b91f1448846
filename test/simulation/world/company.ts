import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Person } from "#shared/catalog/person.ts";
import { isFatal, planCatalog } from "#shared/catalog/plan-catalog.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { problemLine } from "#shared/contracts/documents/format-problems.ts";
import { locateProblems } from "#shared/contracts/documents/locate-problems.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { HELD_STRICTER, SIMULATED_COMPANY, STRICTER } from "#test/simulation/world/documents.ts";
import { edited } from "#test/simulation/world/edits.ts";

/** 2026-11-23T09:00:00Z: when every simulation begins. */
export const START = epochMillis(1_795_424_400_000);

const person = (id: string, ...groups: readonly string[]): Person => ({
  id: personId(id),
  name: id,
  groups: ["all-data", ...groups].map(groupName),
  active: true,
});

/** Two of each role, so that a round can do without either, and one who is owner and security at once. */
export const PEOPLE: readonly Person[] = [
  person("ana"),
  person("ben"),
  person("cas", "orders-engineers"),
  person("owen", "orders-owners", "operators"),
  person("olga", "orders-owners", "orders-leads"),
  person("sam", "security-engineers"),
  person("sue", "security-engineers", "security-leads", "operators"),
  person("both", "orders-owners", "security-engineers"),
  person("pat", "operators"),
  person("pia", "operators", "finance"),
];

const parsed = (files: readonly SourceFile[]): readonly GovernanceDocument[] => {
  const read = readDocuments(files, { today: "2026-11-23" as CalendarDate });
  const empty = resolveApplied([], { revision: 0, digest: nodeDigest });
  const plan = planCatalog(empty, read.documents, { digest: nodeDigest });
  const faults = [...read.problems, ...locateProblems(read, plan.problems.filter(isFatal))];
  if (faults.length > 0) throw new Error(`Cannot simulate this company: ${faults.map(problemLine).join("; ")}`);
  return plan.documents;
};

/**
 * `strict`: four people for each request; `stricter`: one policy asks one more person for access; `heldStricter`: another
 * one does for changes of documents; `edits`: what somebody changed.
 */
export type Rules = {
  readonly strict: boolean;
  readonly stricter: boolean;
  readonly heldStricter?: boolean;
  readonly edits?: readonly string[];
};

const read = new Map<string, readonly GovernanceDocument[]>();

/** Read once for all worlds of a process. */
export function documentsOf(rules: Rules): readonly GovernanceDocument[] {
  const key = JSON.stringify([rules.strict, rules.stricter, rules.heldStricter ?? false, rules.edits ?? []]);
  const known = read.get(key) ?? parsed(filesOf(rules));
  read.set(key, known);
  return known;
}

const filesOf = ({ strict, stricter, heldStricter = false, edits = [] }: Rules): readonly SourceFile[] => {
  const more = [...(stricter ? [STRICTER] : []), ...(heldStricter ? [HELD_STRICTER] : [])];
  return edited([...SIMULATED_COMPANY, ...more], edits).map(({ path, text }) => ({
    path,
    text: strict ? text.replace("segregation: basic", "segregation: strict") : text,
  }));
};
