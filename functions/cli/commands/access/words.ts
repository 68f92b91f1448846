import type {
  PreviewAnswer,
  RequestAnswer,
  RequestSummary,
  StageAnswer,
} from "#shared/contracts/http/access-answers.ts";
import { shown } from "#shared/kernel/shown-text.ts";

const addedWords = (added: readonly string[]): string =>
  added.length === 0 ? ", and there is nobody else to ask" : `, so ${added.join(", ")} too`;

/** `, asked since …, nobody answered by …, so … too`; nothing of a stage that waits for nobody. */
const waitOf = ({ askedSince, escalated }: StageAnswer): string =>
  [
    ...(askedSince === undefined ? [] : [`, asked since ${askedSince}`]),
    ...(escalated === undefined ? [] : [`, nobody answered by ${escalated.at}${addedWords(escalated.added)}`]),
  ].join("");

/** Who decides, or of a request that nobody decides on any more, who was asked to. */
export function stageLines(stages: readonly StageAnswer[], over = false): string {
  if (stages.length === 0) return `Nobody ${over ? "had" : "has"} to decide: approved by rule.`;
  const first = over ? "Was to decide:" : "Decides:";
  return stages
    .map(
      (stage, at) =>
        `${(at === 0 ? first : "  then:").padEnd(first.length)} ${shown(stage.says)}${shown(waitOf(stage))}`,
    )
    .join("\n");
}

/** What could be asked for instead, and by how few it would be decided. */
export const fasterLine = ({ change, approvals }: PreviewAnswer["alternatives"][number]): string =>
  `Faster: the same data ${shown(change)} needs ${approvals === 0 ? "no" : approvals === 1 ? "one" : approvals} approval${approvals > 1 ? "s" : ""}`;

export const summaryOf = (request: RequestSummary): string =>
  `${request.id}  ${request.state}  ${request.items.map(({ dataset, account }) => `${dataset} in ${account}`).join(", ")}  ${request.duration}`;

/** Undecided, it lapses; approved, it must have begun by then. */
function lapseLines({ lapsesAt, activatesBy, waits }: RequestAnswer): readonly string[] {
  if (lapsesAt !== undefined) return [`Lapses at ${lapsesAt} if nobody decides`];
  if (activatesBy === undefined) return [];
  return [`Approved; must begin by ${activatesBy}`, ...(waits === undefined ? [] : [shown(waits)])];
}

const ENDED_BY: readonly string[] = ["request.revoking", "request.cancelled"];

/** How it ended: who ended it and why they said so, or what ended it. */
function endLines({ because, events }: RequestAnswer): readonly string[] {
  const end = events.findLast(({ type }) => ENDED_BY.includes(type));
  if (end === undefined || end.by.startsWith("function:")) return because === undefined ? [] : [shown(because)];
  const { reason = "withdrawn", note = "" } = end.data as { readonly reason?: string; readonly note?: string };
  const how = reason.replaceAll("-", " ");
  return [shown(`${end.at}  ${end.by}: ${how}${note === "" ? "" : ` "${note}"`}`)];
}

/** Of what is over it says what was asked for, not what will be. */
const effectLine = ({ effect, endedAt }: RequestAnswer): string =>
  `${endedAt === undefined ? "" : "Asked for: "}${shown(effect.sentence)}`;

/** A request as a page of text: the effect, who decides, the grants, what happened. */
export function requestText(request: RequestAnswer): string {
  const decisions = request.stages.flatMap(({ decisions: made }) => made);
  return [
    `${summaryOf(request)}  revision ${request.revision}`,
    effectLine(request),
    stageLines(request.stages, request.state !== "PENDING"),
    `Asked by ${request.requester} at ${request.submittedAt}: "${shown(request.justification)}"`,
    ...decisions.map(
      ({ person, outcome, note, at }) => `${at}  ${person}: ${outcome}${note === "" ? "" : ` "${shown(note)}"`}`,
    ),
    ...lapseLines(request),
    ...endLines(request),
    ...request.grants.map(
      ({ id, state, says, expiresAt }) =>
        `${id}  ${state}  ${shown(says)}${expiresAt === null ? "" : `  until ${expiresAt}`}`,
    ),
    shown(request.you.because),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
