import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { BODY_LIMIT, DOCUMENTS_LIMIT, type RouteContract } from "#shared/contracts/http/route.ts";

/** API Gateway takes 10 MB of a request, Lambda 6 MB of an event (HTTP API quotas, "Payload size"; Lambda quotas, "Invocation payload"). */
const GATEWAY_TAKES = 10_000_000;
const LAMBDA_TAKES = 6_000_000;

/** Headers are 10,240 bytes together at most (HTTP API quotas); what else stands in an event is a tenth of it, and quotes double. */
const AROUND = 32 * 1024;

/** The event of a body that API Gateway takes for text: the body is a text in it once more. */
const asText = (body: string): number => Buffer.byteLength(JSON.stringify({ body })) + AROUND;

/** The same of one that it takes for bytes. */
const asBytes = (body: string): number => Buffer.byteLength(Buffer.from(body).toString("base64")) + AROUND;

const GOVERNANCE = "infra/local/sample/governance";

/** The documents of the sample company, as `tollgate plan` sends them, as often as fit. */
function fullBody(): string {
  const files = readdirSync(GOVERNANCE, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((path) => ({ path, text: readFileSync(join(GOVERNANCE, path), "utf8") }));
  const once = Buffer.byteLength(JSON.stringify({ files }));
  const times = Math.floor(DOCUMENTS_LIMIT / once);
  return JSON.stringify({ files: Array.from({ length: times }, () => files).flat() });
}

describe("the largest body that a route reads", () => {
  const limits = (EVERY_CONTRACT as readonly RouteContract[]).map(({ bodyLimit = BODY_LIMIT }) => bodyLimit);

  test("passes API Gateway, and Lambda as bytes, whatever is in it", () => {
    expect(Math.max(...limits)).toBe(DOCUMENTS_LIMIT);
    for (const limit of new Set(limits)) {
      expect(limit).toBeLessThan(GATEWAY_TAKES);
      expect(asBytes("x".repeat(limit))).toBeLessThan(LAMBDA_TAKES);
    }
  });

  test("passes Lambda as text too where it is of a megabyte, be every character one that JSON writes as two", () => {
    expect(asText('"'.repeat(BODY_LIMIT))).toBeLessThan(LAMBDA_TAKES);
  });

  test("passes Lambda as text when it is full of documents: those of the sample grow by less than a third", () => {
    const body = fullBody();
    expect(Buffer.byteLength(body)).toBeGreaterThan(DOCUMENTS_LIMIT * 0.9);
    expect(asText(body)).toBeLessThan(LAMBDA_TAKES);
    expect((asText(body) - AROUND) / Buffer.byteLength(body)).toBeLessThan(1.33);
  });
});
