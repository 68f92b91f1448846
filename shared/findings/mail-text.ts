import { bounded, type Message } from "#shared/findings/message-sink.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** What a mail needs beside the message. */
export type Envelope = {
  /** Mailboxes, each of which passes {@link isMailbox}. */
  readonly from: string;
  readonly to: string;
  readonly at: EpochMillis;
  /** Letters and digits only: the same for the same message, so that a mailbox that gets it twice can tell. */
  readonly id: string;
  readonly thread?: string;
  /** Where a click leads. */
  readonly link: string;
};

/** RFC 5322 `addr-spec` without quoted strings, comments and literals, at most 254 characters: what role mailboxes use. */
export const isMailbox = (text: string): boolean =>
  text.length <= 254 &&
  /^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(text);

/**
 * A message as RFC 5322 text: plain text in UTF-8, quoted-printable, so that every octet is ASCII and no line is
 * longer than 78. Texts are one line each before they are written, so none of them can begin a header or end the
 * mail. The title is the subject and, as in chat, the first line.
 */
export function mailText(message: Message, { from, to, at, id, thread, link }: Envelope): string {
  const { title, lines } = bounded(message);
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const threadId = thread === undefined ? [] : [`<${thread}@${domain}>`];
  const headers = [
    `From: Tollgate <${from}>`,
    `To: <${to}>`,
    folded(`Subject: ${headerText(title)}`),
    `Date: ${dateOf(at)}`,
    `Message-ID: <${id}@${domain}>`,
    ...threadId.flatMap((about) => [`In-Reply-To: ${about}`, `References: ${about}`]),
    "Auto-Submitted: auto-generated",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
  ];
  const body = [title, "", ...lines, "", `Open: ${link}`].map((line) => quotedPrintable(oneLine(line)));
  return `${[...headers, "", ...body].join("\r\n")}\r\n`;
}

/** Line ends, other controls, and marks that turn or hide text become spaces. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** `Mon, 23 Nov 2026 09:00:00 +0000` */
const dateOf = (at: EpochMillis): string => new Date(at).toUTCString().replace("GMT", "+0000");

/** Plain where it is plain ASCII in short words; else encoded words of RFC 2047, no character split between two. */
function headerText(title: string): string {
  const text = oneLine(title);
  if (/^[ -~]*$/.test(text) && !/=\?|[^ ]{61}/.test(text)) return text;
  const words = [""];
  for (const char of text) {
    const written = char === " " ? "_" : /^[A-Za-z0-9]$/.test(char) ? char : hexOf(char);
    if ((words.at(-1) ?? "").length + written.length > 50) words.push("");
    words[words.length - 1] += written;
  }
  return words.map((word) => `=?utf-8?Q?${word}?=`).join(" ");
}

const LONGEST = 76;

/** Folded before spaces; no word of a subject is longer than a line. */
function folded(header: string): string {
  const lines = [""];
  for (const word of header.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > LONGEST) lines.push(` ${word}`);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\r\n");
}

const hexOf = (char: string): string =>
  [...new TextEncoder().encode(char)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");

/** RFC 2045, 6.7. A line that mail programs would take for a mark of theirs (`.`, `From `) begins in hexadecimal. */
function quotedPrintable(line: string): string {
  const lines = [""];
  for (const [place, char] of [...line].entries()) {
    const isMark = place === 0 && (char === "." || line.startsWith("From "));
    const written = !isMark && /^[ -<>-~]$/.test(char) ? char : hexOf(char);
    if ((lines.at(-1) ?? "").length + written.length >= LONGEST) lines.push("");
    lines[lines.length - 1] += written;
  }
  return lines.join("=\r\n");
}
