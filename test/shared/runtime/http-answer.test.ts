import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANSWER_LIMIT } from "#shared/contracts/http/route.ts";
import { answerOf } from "#shared/runtime/http-answer.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** What Lambda takes of a function, and hands on to API Gateway (Lambda quotas, "Invocation payload"). */
const LAMBDA_TAKES = 6_000_000;

const ROW = '2026-10-01,"wl-0001","Amazon S3",12.345678901234567890,usage\n';
const ledger = (rows: number): string => ROW.repeat(rows);

function refusalOf(work: () => unknown): Problem {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Problem) return fault;
    throw fault;
  }
  return expect.unreachable("it was sent");
}

describe("an answer", () => {
  test("that is short is sent as it is, whatever the caller takes", () => {
    expect(answerOf({ status: 200, body: { is: "short" } }, "gzip")).toEqual({
      statusCode: 200,
      headers: {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
      body: '{"is":"short"}',
    });
  });

  test("that is long is packed for whoever takes gzip, and is the same when unpacked", () => {
    const text = ledger(10_000);
    const made = answerOf({ status: 200, text, headers: { "content-type": "text/csv" } }, "br, gzip;q=0.8, deflate");
    expect(made.headers).toMatchObject({
      "content-encoding": "gzip",
      "content-type": "text/csv",
      vary: "accept-encoding",
    });
    expect(made.isBase64Encoded).toBe(true);
    expect(gunzipSync(Buffer.from(made.body ?? "", "base64")).toString()).toBe(text);
    expect((made.body ?? "").length).toBeLessThan(text.length / 10);
  });

  test.each(["", "identity", "gzip;q=0", "gzip; q=0.0", "br, deflate", "x-gzipped"])(
    "that is long goes as it is to who takes no gzip: %j",
    (accepts) => {
      const text = ledger(10_000);
      expect(answerOf({ status: 200, text }, accepts)).toMatchObject({
        body: text,
        headers: { vary: "accept-encoding" },
      });
    },
  );

  test("of a month of half a million rows reaches who takes gzip: Lambda would have refused it, and API Gateway said 500", () => {
    const text = ledger(500_000);
    expect(text.length).toBeGreaterThan(LAMBDA_TAKES * 5);
    expect(Buffer.byteLength(JSON.stringify(answerOf({ status: 200, text }, "gzip")))).toBeLessThan(LAMBDA_TAKES);
    const refusal = refusalOf(() => answerOf({ status: 200, text }));
    expect([refusal.status, refusal.details.remedy]).toEqual([413, "Ask with Accept-Encoding: gzip"]);
    expect(refusal.message).toMatch(/^Cannot answer: \d+ bytes, and at most 5983616 are sent$/);
  });

  test("that is too long even so says where else it is", () => {
    // Digests have nothing alike in them.
    const text = Array.from({ length: 300_000 }, () => crypto.randomUUID()).join("");
    const refusal = refusalOf(() => answerOf({ status: 200, text }, "gzip"));
    expect([refusal.status, refusal.details.remedy]).toEqual([
      413,
      "Take the file from the bucket or folder of reports",
    ]);
  });

  // Quotes, ends of lines and control characters are longer in the JSON in which Lambda hands an answer on.
  test("never is more than Lambda takes, whatever is in it and whoever asks", () => {
    fc.assert(
      fc.property(
        fc.constantFrom('"', "\n", "\u0001", "é", "a", "😀"),
        fc.integer({ min: 1, max: 7_000_000 }),
        fc.constantFrom("", "gzip"),
        (character, length, accepts) => {
          let made: object;
          try {
            made = answerOf({ status: 200, text: character.repeat(length) }, accepts);
          } catch (fault) {
            expect(fault).toMatchObject({ status: 413 });
            return;
          }
          expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThan(LAMBDA_TAKES);
        },
      ),
      { numRuns: 20 },
    );
    expect(ANSWER_LIMIT).toBeLessThan(LAMBDA_TAKES);
  });
});
