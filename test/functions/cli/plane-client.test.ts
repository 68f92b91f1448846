import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientFor } from "#functions/cli/plane-client.ts";
import { cliIn } from "#test/support/cli.ts";

type Answer = { readonly status: number; readonly body: string };
type Asked = { readonly method: string; readonly url: string; readonly authorization: string | undefined };

const TOKEN: Answer = { status: 200, body: '{"token":"t-1"}' };

let folder: string;
let server: Server;
let url: string;
let answers: Map<string, Answer>;
let asked: Asked[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tollgate-client-"));
  answers = new Map([["/v1/local/sign-in", TOKEN]]);
  asked = [];
  server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    asked.push({ method: request.method ?? "", url: request.url ?? "", authorization: request.headers.authorization });
    const { status, body } = answers.get(path) ?? { status: 404, body: "" };
    response.writeHead(status).end(body);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

const io = (env: Readonly<Record<string, string>>, cwd = folder) => ({
  out: () => undefined,
  err: () => undefined,
  env,
  cwd,
  width: undefined,
  ask: undefined,
});

describe("a call", () => {
  test("signs in once, and sends the token with each question, its values percent-encoded", async () => {
    answers.set("/v1/findings", { status: 200, body: "{}" });
    const client = clientFor(io({ TOLLGATE_URL: url }), "ada.berg");
    await client.json({ path: "/v1/findings", query: { resource: "arn:aws:s3:::a&b", state: undefined } });
    await client.json({ path: "/v1/findings" });
    expect(asked).toEqual([
      { method: "POST", url: "/v1/local/sign-in", authorization: undefined },
      { method: "GET", url: "/v1/findings?resource=arn%3Aaws%3As3%3A%3A%3Aa%26b", authorization: "Bearer t-1" },
      { method: "GET", url: "/v1/findings", authorization: "Bearer t-1" },
    ]);
  });

  test("takes TOLLGATE_TOKEN as it is, and signs nobody in", async () => {
    answers.set("/v1/findings", { status: 200, body: "{}" });
    await clientFor(io({ TOLLGATE_URL: url, TOLLGATE_TOKEN: "mine" }), undefined).json({ path: "/v1/findings" });
    expect(asked.map(({ authorization }) => authorization)).toEqual(["Bearer mine"]);
  });

  test("goes as nobody to a plane that signs nobody in", async () => {
    answers = new Map([["/v1/health", { status: 200, body: '{"status":"ok","now":"2026-11-23T08:00:00.000Z"}' }]]);
    expect(await cliIn({ env: { TOLLGATE_URL: url } })("health")).toMatchObject({ exit: 0 });
  });

  test.each([
    { because: "a page of something else", answer: { status: 200, body: "<html>" }, says: "it is no JSON" },
    { because: "a fault of a proxy", answer: { status: 502, body: "<html>Bad gateway" }, says: "status 502" },
    { because: "JSON that is no problem", answer: { status: 500, body: "[1]" }, says: "status 500" },
    {
      because: "a refusal",
      answer: { status: 403, body: '{"detail":"Cannot see it","remedy":"Ask the owners"}' },
      says: "Cannot see it. Ask the owners\n",
    },
    {
      because: "a refusal that would steer a terminal",
      answer: { status: 403, body: '{"detail":"Cannot \\u001b[2J see it"}' },
      says: "Cannot \\u001b[2J see it\n",
    },
  ])("is answered with words and 1 for $because", async ({ answer, says }) => {
    answers.set("/v1/policies", answer);
    const told = await cliIn({ env: { TOLLGATE_URL: url } })("policy", "list");
    expect(told).toMatchObject({ exit: 1, out: "" });
    expect(told.err).toContain(says);
  });

  test("of a person whom the plane does not know ends with its words", async () => {
    answers.set("/v1/local/sign-in", { status: 404, body: '{"detail":"There is no active person of that id"}' });
    expect(await cliIn({ env: { TOLLGATE_URL: url } })("policy", "list", "--as", "nobody")).toMatchObject({
      exit: 1,
      err: "There is no active person of that id\n",
    });
  });
});

describe("a person who acts", () => {
  const people = [
    { id: "ana.ruiz", name: "Ana Ruiz", groups: [] },
    { id: "anna.berg", name: "Anna Berg", groups: [] },
  ];
  const nobody: Answer = { status: 404, body: '{"status":404,"detail":"Cannot sign in"}' };
  const acting = (person: string) => clientFor(io({ TOLLGATE_URL: url }), person).token();

  test.each([
    {
      because: "two begin so",
      person: "an",
      says: /^Cannot tell which person "an" is; [\s\S]*ana\.ruiz +Ana Ruiz\n +anna\.berg +Anna Berg$/,
    },
    { because: "nobody does, and one is near", person: "ana.riuz", says: /did you mean ana\.ruiz: Ana Ruiz$/ },
  ])("is not guessed where $because", async ({ person, says }) => {
    answers.set("/v1/local/sign-in", nobody);
    answers.set("/v1/local/people", { status: 200, body: JSON.stringify({ people }) });
    await expect(acting(person)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(says) });
    expect(asked.filter(({ url: path }) => path === "/v1/local/sign-in")).toHaveLength(1);
  });

  test("is refused in the plane's words where the plane does not tell its people", async () => {
    answers.set("/v1/local/sign-in", nobody);
    await expect(acting("ana")).rejects.toMatchObject({ exitCode: 1, message: "Cannot sign in" });
  });
});
