import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen } from "#infra/local/server.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";

let server: Awaited<ReturnType<typeof listen>>;
let served = 0;

beforeAll(async () => {
  server = await listen(
    {
      api: async ({ url, body }) => {
        if (url.pathname === "/v1/fault") throw new Error("a fault of ours, with its secrets");
        return {
          statusCode: 200,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ path: url.pathname, bytes: body.length }),
        };
      },
      verify: async (given) => ({ kind: given === "Bearer of.the.silent" ? "issuer-silent" : "none" }),
      pageAt: (path) => (path === "/" ? { type: "text/html; charset=utf-8", body: "<p>Here</p>" } : undefined),
      nextRequestId: () => {
        served += 1;
        return `req-${served}`;
      },
      log: silentLog,
    },
    0,
  );
});

afterAll(() => server.close());

/** What comes back for raw bytes, all of it until the server closes or is silent for a moment. */
function raw(...parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1");
    let text = "";
    socket.setTimeout(150, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
    for (const part of parts) socket.write(part);
  });
}

const alive = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${server.port}/v1/health`)).ok;

const HEAD = "Host: localhost\r\nConnection: close\r\n";

describe("the server, on raw sockets", () => {
  test.each<{ because: string; bytes: readonly (string | Buffer)[]; status: number }>([
    { because: "no HTTP at all", bytes: ["hello there\r\n\r\n"], status: 400 },
    { because: "a TLS greeting", bytes: [Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])], status: 400 },
    { because: "zeroes", bytes: [Buffer.alloc(1_000)], status: 400 },
    { because: "a request line without a path", bytes: ["GET\r\n\r\n"], status: 400 },
    { because: "a version that is none", bytes: [`GET / HTTP/9.9\r\n${HEAD}\r\n`], status: 400 },
    { because: "a header without a name", bytes: [`GET / HTTP/1.1\r\n${HEAD}: x\r\n\r\n`], status: 400 },
    { because: "a NUL in a header", bytes: [`GET / HTTP/1.1\r\n${HEAD}a: b\0c\r\n\r\n`], status: 400 },
    { because: "headers of 40 kB", bytes: [`GET / HTTP/1.1\r\n${HEAD}a: ${"x".repeat(40_000)}\r\n\r\n`], status: 431 },
    { because: "5,000 headers", bytes: [`GET / HTTP/1.1\r\n${HEAD}${"a: b\r\n".repeat(5_000)}\r\n`], status: 431 },
    { because: "an address of 40 kB", bytes: [`GET /${"x".repeat(40_000)} HTTP/1.1\r\n${HEAD}\r\n`], status: 431 },
    {
      because: "two lengths",
      bytes: [`POST /v1/a HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
      status: 400,
    },
    {
      because: "a length and chunks: smuggling",
      bytes: [`POST /v1/a HTTP/1.1\r\n${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
      status: 400,
    },
    {
      because: "a length that is none",
      bytes: [`POST /v1/a HTTP/1.1\r\n${HEAD}Content-Length: -1\r\n\r\n`],
      status: 400,
    },
    {
      because: "an address of another server's form",
      bytes: [`GET http://[::bad HTTP/1.1\r\n${HEAD}\r\n`],
      status: 400,
    },
  ])("answers $because with $status and a problem, and lives", async ({ bytes, status }) => {
    const answer = await raw(...bytes);
    const [head = ""] = answer.split("\r\n\r\n");
    const body = answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head.toLowerCase()).toContain("content-type: application/problem+json");
    expect(JSON.parse(body)).toMatchObject({
      status,
      detail: expect.stringMatching(/^Cannot /),
      requestId: expect.stringMatching(/^req-/),
    });
    expect(await alive()).toBe(true);
  });

  test.each<{ because: string; bytes: readonly (string | Buffer)[] }>([
    { because: "nothing at all", bytes: [] },
    { because: "half a request line", bytes: ["GET /v1/he"] },
    {
      because: "a body that never comes",
      bytes: [`POST /v1/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n`],
    },
    {
      because: "a body that comes byte by byte and is cut off",
      bytes: ["POST /v1/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", "{", '"'],
    },
    {
      because: "a chunk that is none, after a good one",
      bytes: ["POST /v1/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", "zz\r\n"],
    },
    {
      because: "an upgrade to what we do not speak",
      bytes: ["GET /v1/a HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"],
    },
    { because: "a tunnel", bytes: ["CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n"] },
    {
      because: "a hundred requests at once, unread",
      bytes: ["GET /v1/a HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100)],
    },
  ])("outlives a client that sends $because and hangs up", async ({ bytes }) => {
    expect(await raw(...bytes)).not.toContain("HTTP/1.1 5");
    expect(await alive()).toBe(true);
  });

  test("reads the body of a request sent in pieces", async () => {
    const answer = await raw(`POST /v1/a HTTP/1.1\r\n${HEAD}Content-Length: 4\r\n\r\n`, "ab", "cd");
    expect(answer).toContain('{"path":"/v1/a","bytes":4}');
  });

  test.each(["evil.example", "127.0.0.1.evil.example:4400", "localhost.evil.example", "localhost@evil"])(
    "answers nothing to a page of %s whose name points here",
    async (host) => {
      const told = await raw(`GET /v1/a HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(told).toMatch(/^HTTP\/1\.1 421 /);
      expect(told).not.toContain('"path"');
    },
  );

  test("takes an absolute address by its path", async () => {
    expect(await raw(`GET http://elsewhere.example/v1/a HTTP/1.1\r\n${HEAD}\r\n`)).toContain('"path":"/v1/a"');
  });
});

describe("the server", () => {
  const base = () => `http://127.0.0.1:${server.port}`;

  test("refuses a body of more than any route reads, and answers whoever sent it", async () => {
    const answer = await fetch(`${base()}/v1/a`, { method: "POST", body: "x".repeat(4 * 1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
    expect(
      await (await fetch(`${base()}/v1/a`, { method: "POST", body: "x".repeat(4 * 1024 * 1024) })).json(),
    ).toMatchObject({ bytes: 4_194_304 });
  });

  test("says nothing of a fault but the id under which it is recorded", async () => {
    const answer = await fetch(`${base()}/v1/fault`);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).not.toContain("secrets");
    expect(JSON.parse(text)).toMatchObject({ status: 500, requestId: expect.stringMatching(/^req-/) });
  });

  test("hands out its pages with rules that let nothing in from elsewhere, and has no other page", async () => {
    const page = await fetch(`${base()}/`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await fetch(`${base()}/`, { method: "POST" })).status).toBe(404);
    for (const path of ["/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/v1", "/index.html"]) {
      expect((await fetch(`${base()}${path}`)).status).toBe(404);
    }
  });

  test("cannot listen where somebody listens", async () => {
    const parts = { api: async () => ({}), verify: async () => ({ kind: "none" as const }), pageAt: () => undefined };
    const again = listen({ ...parts, nextRequestId: () => "", log: silentLog }, server.port);
    await expect(again).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

test("bad day: issuer unreachable: a call with a token is 503, and is told that nothing was done; one of the health is answered", async () => {
  const asked = (headers: { readonly authorization?: string }) =>
    fetch(`http://127.0.0.1:${server.port}/v1/health`, { headers });
  const answer = await asked({ authorization: "Bearer of.the.silent" });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    detail: expect.stringContaining("its issuer does not give its keys"),
    remedy: expect.stringContaining("nothing was done"),
  });
  expect((await asked({})).status).toBe(200);
});
