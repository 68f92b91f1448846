/** A mail as a mail program would show it, read by a reader that shares nothing with the writer. */
export type ReadMail = {
  readonly headers: readonly (readonly [string, string])[];
  readonly subject: string;
  readonly text: string;
};

export function readMail(raw: string): ReadMail {
  const end = raw.indexOf("\r\n\r\n");
  const headers = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1).trim()] as const;
    });
  const subject = headers.find(([name]) => name === "Subject")?.[1] ?? "";
  return { headers, subject: decodedWords(subject), text: fromQuotedPrintable(raw.slice(end + 4)) };
}

/** Between two encoded words white space is not shown (RFC 2047, 6.2). */
const decodedWords = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?Q\?([^?]*)\?=/gi, (_, word: string) => fromQuotedPrintable(word.replaceAll("_", " ")));

function fromQuotedPrintable(text: string): string {
  const octets: number[] = [];
  const whole = text.replaceAll(/[ \t]*=\r\n/g, (soft) => soft.slice(0, -3));
  for (let at = 0; at < whole.length; at += 1) {
    const hex = /^=([0-9A-F]{2})/.exec(whole.slice(at, at + 3));
    if (hex === null) octets.push(whole.charCodeAt(at));
    else {
      octets.push(Number.parseInt(hex[1] ?? "", 16));
      at += 2;
    }
  }
  return Buffer.from(octets).toString("utf8");
}
