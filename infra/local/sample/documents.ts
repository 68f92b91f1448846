import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const FOLDER = join(import.meta.dirname, "governance");

const DAY = 86_400_000;

/**
 * The governance repository of the sample company, as files. Its one exemption ends some months after
 * `today`, because an exemption that is over, or too far ahead, is refused.
 */
export function sampleDocuments(today: Date): readonly { readonly path: string; readonly text: string }[] {
  const until = new Date(today.getTime() + 300 * DAY).toISOString().slice(0, 10);
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(FOLDER, path), text: readFileSync(path, "utf8") }));
  return [...files, { path: "policies/exemptions.yaml", text: exemptions(until) }].toSorted((left, right) =>
    left.path < right.path ? -1 : 1,
  );
}

const exemptions = (
  until: string,
): string => `# Who approved an exemption is never written here: applying the document opens a request for it.
kind: Exemption
id: payroll-audit-trail
team: security
policy: [log-retention]
match: [{arn: "arn:aws:logs:eu-west-1:111122223333:log-group:/audit/payroll"}]
until: ${until}
reason: The regulator asked for seven years of this trail; our own retention record is GRC-214
`;
