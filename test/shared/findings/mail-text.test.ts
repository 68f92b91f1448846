import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMailbox, mailText } from "#shared/findings/mail-text.ts";
import type { Message } from "#shared/findings/message-sink.ts";
import { at } from "#test/support/findings.ts";
import { readMail } from "#test/support/mail-reader.ts";

const message: Message = {
  key: "R-1043#asked",
  destination: { via: "mail", address: "orders-oncall@example.com" },
  title: "Decide: read sales.orders in prod for 4h",
  lines: ["Somebody of team finance asks.", "Größe: 84 GB — nicht mehr."],
  path: "/d/R-1043",
};

const envelope = {
  from: "tollgate@tollgate.localhost",
  to: "orders-oncall@example.com",
  at: at("2026-11-23T09:05:07Z"),
  id: "5f1d",
  link: "http://127.0.0.1:4400/#/requests/R-1043",
};

const written = (over: Partial<Message>) => mailText({ ...message, ...over }, envelope);

describe("a mail", () => {
  test("is written as RFC 5322 has it, readable without a mail program", () => {
    expect(mailText(message, { ...envelope, thread: "77aa" })).toBe(
      [
        "From: Tollgate <tollgate@tollgate.localhost>",
        "To: <orders-oncall@example.com>",
        "Subject: Decide: read sales.orders in prod for 4h",
        "Date: Mon, 23 Nov 2026 09:05:07 +0000",
        "Message-ID: <5f1d@tollgate.localhost>",
        "In-Reply-To: <77aa@tollgate.localhost>",
        "References: <77aa@tollgate.localhost>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Decide: read sales.orders in prod for 4h",
        "",
        "Somebody of team finance asks.",
        "Gr=C3=B6=C3=9Fe: 84 GB =E2=80=94 nicht mehr.",
        "",
        "Open: http://127.0.0.1:4400/#/requests/R-1043",
        "",
      ].join("\r\n"),
    );
  });

  test("has its subject in encoded words where it is not plain, none of which cuts a character", () => {
    const title = "Entscheiden: Größenübersicht für äußerst wichtige Bestellungen lesen 漢字 😀";
    const raw = written({ title });
    expect(raw).toMatch(/^Subject: =\?utf-8\?Q\?Entscheiden=3A_Gr=C3=B6/m);
    expect(readMail(raw).subject).toBe(title);
    for (const [, word] of raw.matchAll(/=\?utf-8\?Q\?([^?]*)\?=/g))
      expect(() =>
        new TextDecoder("utf-8", { fatal: true }).decode(
          Buffer.from(
            (word ?? "").replaceAll(/=([0-9A-F]{2})|(.)/g, (_, hex, char) => hex ?? Buffer.from(char).toString("hex")),
            "hex",
          ),
        ),
      ).not.toThrow();
  });

  test("is ASCII in short lines, with the same headers, and says what it was given, whatever that is", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.string({ unit: fc.constantFrom(..."\r\n\t =?_:.<>Bcc@é漢😀"), maxLength: 400 }),
    );
    const headers = readMail(written({})).headers.map(([name]) => name);
    const shown = (given: string) =>
      given
        .slice(0, 200)
        .toWellFormed()
        .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ")
        .replaceAll(/\s+/g, " ")
        .trim();
    fc.assert(
      fc.property(text, text, (title, line) => {
        const raw = written({ title: title.slice(0, 200), lines: [line.slice(0, 200), "the end"] });
        expect(raw).toMatch(/^[ -~\r\n]*$/);
        expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        for (const each of raw.split("\r\n")) expect(each.length).toBeLessThanOrEqual(78);
        const read = readMail(raw);
        expect(read.headers.map(([name]) => name)).toEqual(headers);
        expect(read.subject).toBe(shown(title));
        expect(read.text.split("\r\n").slice(2, 4)).toEqual([shown(line), "the end"]);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["orders-oncall@example.com", true, "a role mailbox"],
  ["a+b=c@mail.example-1.com", true, "signs that are allowed"],
  ["@example.com", false, "nobody"],
  ["a.@example.com", false, "a dot at the end of a name"],
  ["a..b@example.com", false, "two dots"],
  ['"a b"@example.com', false, "quoted: no role mailbox is"],
  ["a@example.com\r\nBcc: b@example.com", false, "a header"],
  ["a@example.com, b@example.com", false, "two mailboxes"],
  ["ä@example.com", false, "not ASCII: it would need another protocol"],
  ["a@[127.0.0.1]", false, "a literal address"],
])("%s is a mailbox: %s, since it is %s", (text, is) => {
  expect(isMailbox(text)).toBe(is);
});
