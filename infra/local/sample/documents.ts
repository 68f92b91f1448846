import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

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
    .map((path) => ({ path: relative(FOLDER, path).split(sep).join("/"), text: readFileSync(path, "utf8") }));
  return [...files, { path: "policies/exemptions.yaml", text: exemptions(until) }].toSorted((left, right) =>
    left.path < right.path ? -1 : 1,
  );
}

/** Writes the repository, as it is loaded on `today`, to a folder where people edit it and plan from it. */
export function writeSampleDocuments(folder: string, today: Date): void {
  for (const { path, text } of sampleDocuments(today)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
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
