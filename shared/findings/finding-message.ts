import { channelText } from "#shared/findings/channel-text.ts";
import type { Finding } from "#shared/findings/finding.ts";

/** A finding in the words of a channel: `High: log group /etl/orders keeps 7 days, rule says 90`. */
export function findingMessage(finding: Finding): { readonly title: string; readonly lines: readonly string[] } {
  const { severity, about, why, ownerBecause, owner, next, undo } = finding;
  const what = about.type === "tollgate" || about.name === "" ? "" : `${nounOf(about.type)} ${about.name}: `;
  const again = finding.state === "REOPENED" ? ` Again, for the ${ordinal(finding.repeats + 1)} time.` : "";
  const lines = [
    `Of ${owner}, because of ${ownerBecause}.${again}`,
    ...(next === undefined ? [] : [`${next.what}.`]),
    ...(undo === undefined
      ? []
      : [`What was written can be taken back${undo.cannot === undefined ? "" : `; ${undo.cannot}`}.`]),
  ];
  return { title: `${capital(severity)}: ${channelText(what + why)}`, lines: lines.map(channelText) };
}

/** `logs.log-group` is a log group. */
const nounOf = (type: string): string => (type.split(".")[1] ?? type).replaceAll("-", " ");

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function ordinal(count: number): string {
  const tens = count % 100;
  if (tens >= 11 && tens <= 13) return `${count}th`;
  return `${count}${["th", "st", "nd", "rd"][count % 10] ?? "th"}`;
}

export type DigestCounts = { readonly open: number; readonly fresh: number; readonly resolved: number };

/** `12 findings open, 3 new, 5 resolved by themselves` */
export function digestMessage(
  counts: DigestCounts,
  worst: readonly Finding[],
): { readonly title: string; readonly lines: readonly string[] } {
  const { open, fresh, resolved } = counts;
  return {
    title: `${open} ${open === 1 ? "finding" : "findings"} open, ${fresh} new, ${resolved} resolved by themselves`,
    lines: worst.map((finding) => findingMessage(finding).title),
  };
}
