import type * as z from "zod";
import { BODY_LIMIT, type RouteContract } from "#shared/contracts/http/route.ts";
import { doubledKey } from "#shared/kernel/doubled-key.ts";
import type { HttpEvent } from "#shared/runtime/claims.ts";
import { wordedIssues } from "#shared/runtime/issue-words.ts";
import { deeperThan } from "#shared/runtime/json-depth.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** Lists and objects within each other: what walks a body later may do so by calling itself. */
const DEEPEST = 100;

type Part = "path" | "query" | "body";

/**
 * `value` as the schema has it.
 *
 * @throws Problem 404 for a path, 400 for a query, 422 for a body, with a pointer to the first wrong field
 */
export function checked(schema: z.ZodType | undefined, value: unknown, part: Part): unknown {
  if (schema === undefined) return value;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) =>
    wordedIssues(issue, value).map(({ path, message }) => ({ pointer: pointerOf(part, path), message })),
  );
  const first = issues[0] ?? { pointer: part, message: "not as it must be" };
  const status = { path: 404, query: 400, body: 422 }[part];
  throw new Problem(status, `Cannot read ${first.pointer}: ${first.message}`, {
    pointer: first.pointer,
    ...(issues.length > 1 ? { more: { issues: issues.slice(0, 20) } } : {}),
  });
}

const pointerOf = (part: Part, path: readonly PropertyKey[]): string => {
  const inside = path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"));
  return part === "body" ? `/${inside.join("/")}` : `${part}:${inside.join(".")}`;
};

/** The JSON of a request's body of at most `limit` bytes. @throws Problem 413, 415 or 400 with what was found */
export function jsonBodyOf(event: HttpEvent, limit: number = BODY_LIMIT): unknown {
  const type = event.headers["content-type"] ?? "";
  if (event.body === undefined || event.body === "") {
    throw new Problem(400, "Cannot read the body: it is empty", { pointer: "/", remedy: "Send a JSON object" });
  }
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw new Problem(415, `Cannot read the body: its content type is "${type.slice(0, 80)}"`, {
      remedy: "Send content-type: application/json",
    });
  }
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > limit) {
    throw new Problem(413, `Cannot read the body: ${bytes.length} bytes, and at most ${limit} are read`);
  }
  return parsed(bytes);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Only such a text can hold the name `__proto__`, written out or by escapes. */
const MAY_NAME_PROTOTYPE = /__proto__|\\u/;

function parsed(bytes: Buffer): unknown {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw new Problem(400, "Cannot read the body: it is not UTF-8", { pointer: "/" });
  }
  if (deeperThan(text, DEEPEST)) {
    throw new Problem(422, `Cannot read the body: it is nested deeper than ${DEEPEST} levels`, { pointer: "/" });
  }
  const value = parsedValue(text);
  const twice = doubledKey(text);
  if (twice !== undefined) {
    throw new Problem(422, `Cannot read ${twice}: it stands twice, and only one of them can be meant`, {
      pointer: twice,
    });
  }
  return value;
}

function parsedValue(text: string): unknown {
  try {
    return MAY_NAME_PROTOTYPE.test(text) ? JSON.parse(text, refusePrototype) : JSON.parse(text);
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    throw new Problem(400, `Cannot read the body as JSON: ${(fault as Error).message.slice(0, 200)}`, { pointer: "/" });
  }
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === "__proto__")
    throw new Problem(422, 'Cannot read the body: "__proto__" is no field of anything', { pointer: "/" });
  return value;
}

/** @throws Problem 428 or 400 when a header that the contract requires is absent */
export function requiredHeaders(headers: HttpEvent["headers"], contract: RouteContract): void {
  if (contract.headers?.["if-match"] === "required" && !headers["if-match"]) {
    throw new Problem(428, "Cannot change it without the revision you saw", {
      pointer: "header:If-Match",
      remedy: 'Send If-Match: "<revision>" as the last answer gave it',
    });
  }
  const key = headers["idempotency-key"];
  if (contract.headers?.["idempotency-key"] === "required" && !key) {
    throw new Problem(400, "Cannot accept it without an idempotency key", {
      pointer: "header:Idempotency-Key",
      remedy: "Send Idempotency-Key with a value of your own, the same again when you retry",
    });
  }
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Problem(400, "Cannot read the idempotency key: 1 to 200 visible ASCII characters", {
      pointer: "header:Idempotency-Key",
    });
  }
}

/** The revision in `If-Match`: `"3"`, `3` or `W/"3"`. @throws Problem 400 when it is none */
export function revisionOf(header: string | undefined): number {
  const match = /^(?:W\/)?"?([1-9]\d{0,14})"?$/.exec(header ?? "");
  if (match === null) {
    throw new Problem(400, `Cannot read the revision "${(header ?? "").slice(0, 40)}"`, {
      pointer: "header:If-Match",
      remedy: 'A whole number in quotes, such as "3"',
    });
  }
  return Number(match[1]);
}
