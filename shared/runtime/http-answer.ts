import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { ANSWER_LIMIT } from "#shared/contracts/http/route.ts";
import { Problem } from "#shared/runtime/problem.ts";

export type HttpAnswer = {
  readonly status: number;
  /** Written as JSON: money and other big integers are decimal text by now. */
  readonly body?: object;
  /** Instead of `body`: a file, with its content type in `headers`. */
  readonly text?: string;
  readonly headers?: { readonly [name: string]: string };
};

/** From so many characters an answer is packed for whoever takes gzip: below, it gains less than it costs. */
const PACKED_FROM = 64 * 1024;

/**
 * An answer as API Gateway takes it. A ledger is long and much alike: packed, a tenth of it is left.
 *
 * @param accepts - the caller's `Accept-Encoding`
 * @throws Problem 413 when it is more than a function can answer with, in whichever form the caller takes
 */
export function answerOf(answer: HttpAnswer, accepts = ""): APIGatewayProxyStructuredResultV2 {
  const { status: statusCode, text, body } = answer;
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff", ...answer.headers };
  if (text === undefined && body === undefined) return { statusCode, headers };
  const written = text ?? JSON.stringify(body);
  const typed = text === undefined ? { "content-type": "application/json", ...headers } : headers;
  if (written.length < PACKED_FROM) return { statusCode, headers: typed, body: written };
  const vary = { ...typed, vary: "accept-encoding" };
  const packs = takesGzip(accepts);
  const made = packs
    ? { statusCode, headers: { ...vary, "content-encoding": "gzip" }, body: gzipped(written), isBase64Encoded: true }
    : { statusCode, headers: vary, body: written };
  const bytes = packs ? made.body.length : bytesInJson(written);
  if (bytes <= ANSWER_LIMIT) return made;
  throw new Problem(413, `Cannot answer: ${bytes} bytes, and at most ${ANSWER_LIMIT} are sent`, {
    remedy: packs ? "Take the file from the bucket or folder of reports" : "Ask with Accept-Encoding: gzip",
  });
}

/** A quality of 0 is a refusal (RFC 9110, 12.5.3). */
const takesGzip = (accepts: string): boolean =>
  accepts.split(",").some((each) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(each));

/** Loaded with the first answer that is long enough: most functions never give one. */
const gzipped = (text: string): string => process.getBuiltinModule("node:zlib").gzipSync(text).toString("base64");

/** Lambda hands the answer on as JSON, in which quotes and ends of lines are two characters. */
const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text));
