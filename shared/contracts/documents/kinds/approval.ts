import type { AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { Clause, Selector } from "#shared/catalog/documents/selector.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { complainAt, type Place } from "#shared/contracts/documents/shape.ts";

type Deciding = { readonly rule: AccessRule; readonly scope: Clause };

/**
 * That somebody decides, or that it is said in a word and bounded by the rule itself that nobody does.
 *
 * `approve: none` must name access, classification, environment and a longest duration, so that no
 * reordering of rules can widen it, and is never for confidential or restricted data. Break-glass is
 * the one exception. An empty list is never automatic (Glide took it so).
 */
export function checkApproval({ rule, scope }: Deciding, pointer: string, place: Place): void {
  const opening = `Cannot load rule ${quoted(rule.id)}`;
  const clauses = rule.when ?? [{}];
  const data = protectedData(clauses);
  if (rule.approve !== "none" && rule.approve?.length === 0) {
    const refused = data === undefined ? "" : `, refused for ${data} data`;
    const message = `${opening}: approve is empty; the word for no approver is "none"${refused}`;
    complainAt(place, `${pointer}/approve`, { code: "nobody-decides", message });
  }
  if (rule.approve !== "none" || isBreakGlass(clauses, scope)) return;
  const missing = missingBounds(clauses);
  if (data !== undefined) {
    complainAt(place, `${pointer}/approve`, {
      code: "none-refused",
      message: `${opening}: "none" is refused for ${data} data`,
    });
  } else if (missing.length > 0) {
    const message = `${opening}: with "none", when must name access, classification, environment and a longest duration itself; it names no ${missing.join(", no ")}`;
    complainAt(place, `${pointer}/approve`, { code: "none-too-wide", message });
  }
}

/** The most protected class that a selector names. */
const protectedData = (clauses: Selector): string | undefined =>
  ["restricted", "confidential"].find((word) => clauses.some(({ classification }) => classification?.includes(word)));

const isBreakGlass = (clauses: Selector, scope: Clause): boolean =>
  clauses.every(({ request = scope.request, duration }) => {
    return request?.every((each) => each === "break-glass") === true && duration?.max !== undefined;
  });

function missingBounds(clauses: Selector): readonly string[] {
  const lacks: readonly (readonly [string, (clause: Clause) => boolean])[] = [
    ["access", ({ access }) => access === undefined],
    ["classification", ({ classification }) => classification === undefined],
    ["environment", ({ environment }) => environment === undefined],
    ["longest duration", ({ duration }) => duration?.max === undefined],
  ];
  return lacks.filter(([, lack]) => clauses.some(lack)).map(([name]) => name);
}
