import type { Run } from "#functions/cli/command.ts";
import { CliError } from "#functions/cli/io.ts";
import { everyFinding } from "#functions/cli/lists.ts";
import { ago } from "#functions/cli/words.ts";
import { didYouMean } from "#shared/catalog/did-you-mean.ts";

type Flags = {
  readonly mine?: true;
  readonly state?: string;
  readonly severity?: string;
  readonly policy?: string;
  readonly resource?: string;
};

/** Worst last, as the contract has them. */
const SEVERITIES: readonly string[] = ["low", "medium", "high", "critical"];

export async function list(run: Run<Flags>): Promise<void> {
  const { mine, state, severity, policy, resource } = run.flags;
  const wanted = severitiesIn(severity);
  const plane = run.plane();
  const whose = mine === true ? "mine" : undefined;
  const all = await everyFinding(plane, { state, policy, resource, whose });
  // A laptop plane may be hours ahead of this computer.
  const { now } = await plane.json<{ now: string }>({ path: "/v1/health" });
  run.rows(
    all.filter((finding) => wanted.has(finding.severity)),
    [
      { head: "id", cell: ({ id }) => id, whole: true },
      { head: "severity", cell: ({ severity: is }) => is, whole: true },
      { head: "state", cell: ({ state: is }) => is, whole: true },
      { head: "resource", cell: ({ type, name }) => `${type} ${name}` },
      { head: "rule", cell: ({ policy: of, rule }) => `${of} ${rule}` },
      { head: "owner", cell: ({ owner }) => owner },
      {
        head: "open for",
        cell: ({ state: is, openSince }) => (is === "RESOLVED" ? "" : ago(openSince, Date.parse(now))),
        right: true,
      },
      { head: "why", cell: ({ why }) => why },
    ],
    "Nothing found",
  );
}

/** `high` itself, `high..` and worse, `low..medium`. @throws CliError 2 naming the nearest right word */
export function severitiesIn(range: string | undefined): ReadonlySet<string> {
  if (range === undefined) return new Set(SEVERITIES);
  const [, from = "", dots, to = ""] = /^([^.]*)(\.\.)?([^.]*)$/.exec(range) ?? [];
  const first = from === "" && dots !== undefined ? 0 : placeOf(from, range);
  const last = dots === undefined ? first : to === "" ? SEVERITIES.length - 1 : placeOf(to, range);
  return new Set(SEVERITIES.slice(first, last + 1));
}

function placeOf(word: string, range: string): number {
  const place = SEVERITIES.indexOf(word.toLowerCase());
  if (place >= 0) return place;
  const near = didYouMean(word, SEVERITIES);
  const meant = near === undefined ? "" : `did you mean ${near}? `;
  throw new CliError(2, `Cannot read --severity "${range}": ${meant}write ${SEVERITIES.join(", ")}, or high..`);
}
