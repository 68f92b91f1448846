import type { Run } from "#functions/cli/command.ts";
import { counted } from "#functions/cli/words.ts";
import type { FindingAnswer } from "#shared/contracts/http/findings.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export const pathOf = (id: string): string => `/v1/findings/${encodeURIComponent(id)}`;

export async function show(run: Run<object>, id = ""): Promise<void> {
  const finding = await run.plane().json<FindingAnswer>({ path: pathOf(id) });
  run.say(finding, findingText(finding));
}

/** A finding as a page of text: what, whose, since when, what happens next, whether it can be undone. */
export const findingText = (finding: FindingAnswer): string =>
  [
    `${finding.id}  ${finding.severity}  ${finding.state}  ${finding.type} ${finding.name}`,
    finding.why,
    `Rule: ${finding.policy} ${finding.rule}`,
    `Resource: ${finding.resource}`,
    `Owner: ${finding.owner} (${finding.ownerBecause})`,
    `Open since ${finding.openSince}, found by ${finding.foundBy}${timesText(finding)}`,
    ...nextLines(finding),
    ...undoLines(finding),
    `Runbook: ${finding.runbook}`,
  ]
    .map(shown)
    .join("\n");

const timesText = ({ repeats }: FindingAnswer): string =>
  repeats === 0 ? "" : `; it came back ${counted(repeats, "time")}`;

const nextLines = ({ fix, next, acknowledgedBy, exemption, until, approvals }: FindingAnswer): readonly string[] => [
  ...(fix === undefined ? [] : [`Fix: ${fix.from} → ${fix.to}`]),
  ...(fix?.patch === undefined ? [] : [`Patch: ${fix.patch}`]),
  ...(next === undefined ? [] : [`Next: ${next.what}${next.at === undefined ? "" : ` at ${next.at}`}`]),
  ...approvals.map(({ by, at }) => `${at}  ${by} agreed to the change`),
  ...(acknowledgedBy === undefined ? [] : [`In hand: ${acknowledgedBy}`]),
  ...(exemption === undefined ? [] : [`Exempt by ${exemption}${until === undefined ? "" : ` until ${until}`}`]),
];

const undoLines = ({ undo }: FindingAnswer): readonly string[] =>
  undo === undefined
    ? []
    : [
        `Undo until ${undo.until}: tollgate policy undo ${undo.action}`,
        ...(undo.cannot === undefined ? [] : [`Undo cannot: ${undo.cannot}`]),
      ];
