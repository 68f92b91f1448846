/**
 * A document's commands as one script, and what the document says they print.
 *
 * - A fenced `sh` block is run as it is written, in order, in one shell.
 * - A command that must fail ends in `|| echo "exit code $?"`, and the block after it shows which code that is;
 *   every other must end with 0. (A comment would be pasted as words in zsh.)
 * - A fenced `text` block right after it shows lines that its output must contain, in that order. Ids,
 *   moments, months of reports, hashes and paths differ from run to run, so both sides are compared
 *   without them; a line `…` stands for any lines.
 * - Other fences (`console`, `yaml`, `mermaid`) are shown only.
 */
export type Step = { readonly line: number; readonly commands: string; readonly shown: readonly string[] };

type Fence = { readonly language: string; readonly line: number; readonly lines: readonly string[] };

export function stepsOf(markdown: string): readonly Step[] {
  const steps: Step[] = [];
  let before: Fence | undefined;
  for (const fence of fencesOf(markdown)) {
    const last = steps.at(-1);
    if (fence.language === "sh") steps.push({ line: fence.line, commands: fence.lines.join("\n"), shown: [] });
    if (fence.language === "text" && before?.language === "sh" && last !== undefined)
      steps.splice(-1, 1, { ...last, shown: fence.lines });
    before = fence;
  }
  return steps;
}

function fencesOf(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [at, line] of markdown.split("\n").entries()) {
    const mark = /^```(\w*)\s*$/.exec(line);
    if (mark === null) open?.lines.push(line);
    else if (open === undefined) open = { language: mark[1] ?? "", line: at + 1, lines: [] };
    else {
      fences.push(open);
      open = undefined;
    }
  }
  return fences;
}

const MARK = "@@ step ";

/** A POSIX script of all steps, which stops at the first command that does not end as the document says. */
export const scriptOf = (steps: readonly Step[]): string =>
  ["set -eu", ...steps.flatMap(({ line, commands }) => [`echo "${MARK}${line}"`, commands]), ""].join("\n");

/** The steps that hold another number of commands which must fail than of exit codes shown. */
export const untoldCodes = (steps: readonly Step[]): readonly number[] =>
  steps
    .filter(
      ({ commands, shown }) =>
        commands.split(' || echo "exit code $?"').length - 1 !==
        shown.filter((line) => /^exit code \d$/.test(line)).length,
    )
    .map(({ line }) => line);

/** What the script wrote, by the line of the step that wrote it. */
export function outputsOf(output: string): ReadonlyMap<number, readonly string[]> {
  const parts = output.split(new RegExp(`^${MARK}`, "m")).slice(1);
  return new Map(
    parts.map((part) => {
      const [line = "", ...rest] = part.split("\n");
      return [Number(line), rest] as const;
    }),
  );
}

/** The first line that a document shows and its commands did not write, or undefined. */
export function missingLine(shown: readonly string[], written: readonly string[]): string | undefined {
  const left = written.map(withoutChance);
  for (const line of shown) {
    if (line.trim() === "…" || line.trim() === "") continue;
    const at = left.indexOf(withoutChance(line));
    if (at < 0) return line;
    left.splice(0, at + 1);
  }
  return undefined;
}

/** A line without what differs from run to run. */
const withoutChance = (line: string): string =>
  line
    .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z?)?/g, "<moment>")
    // The months of the sample company go with the day of the run; a bill that a document writes itself keeps its own.
    .replaceAll(/-\d{4}-\d\d(?=-v\d)/g, "-<month>")
    .replaceAll(/\b[RGFAPr]-[A-Za-z0-9]+(-\d+)*\b/g, "<id>")
    .replaceAll(/"\/[^"]*\/([^"/]+)"/g, '"<path>/$1"')
    .replaceAll(/\btollgate-g-[a-z0-9-]+/g, "<policy>")
    .replaceAll(/\brequest-[a-z0-9]+/g, "<call>")
    .replaceAll(/\b[0-9a-f]{12,64}\b/g, "<hash>")
    .replaceAll(/\b\d+ (event|seal|min)s?\b/g, "<n> $1")
    .replaceAll(/\s+/g, " ")
    .trim();
