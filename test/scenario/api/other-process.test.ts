import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bearer, call } from "#test/support/api/call.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

const program = fileURLToPath(import.meta.resolve("#test/support/change-elsewhere.ts"));

let plane: RunningTestPlane;
beforeAll(async () => {
  plane = await runningPlane({ still: true });
});
afterAll(() => plane.close());

const elsewhere = (...change: readonly string[]) =>
  promisify(execFile)(process.execPath, [program, plane.home.stateFile, ...change]);

/** The switch, as somebody reads it who may by their role; one token for all calls, as a page holds it. */
async function asking(person: string) {
  const token = await plane.tokenOf(person);
  return async () => {
    const reply = await call(plane.url, { method: "GET", path: "/v1/access/freeze", headers: bearer(token) });
    return { status: reply.status, body: JSON.parse(reply.text) as { frozen?: boolean; detail?: string } };
  };
}

/** So often that whatever is remembered of the caller, the people and the catalogue is remembered. */
async function warm(ask: () => Promise<{ readonly status: number }>): Promise<void> {
  for (let time = 0; time < 3; time += 1) expect((await ask()).status).toBe(200);
}

describe("what another process writes is known to the very next call", () => {
  test("that all access is frozen", async () => {
    const ask = await asking("gwen.ross");
    await warm(ask);
    await elsewhere("freeze");
    expect(await ask()).toMatchObject({ status: 200, body: { frozen: true } });
  });

  test("that a person has left, whose token is good and was just used", async () => {
    const ask = await asking("eva.lind");
    await warm(ask);
    await elsewhere("deactivate", "eva.lind");
    expect(await ask()).toMatchObject({ status: 403, body: { detail: expect.stringContaining("no active person") } });
  });

  test("that a person has left who just had a report made", async () => {
    const headers = { ...bearer(await plane.tokenOf("cleo.park")), "content-type": "application/json" };
    const listed = await call(plane.url, { method: "GET", path: "/v1/cost/reports", headers });
    const [newest] = (JSON.parse(listed.text) as { items: readonly { month: string; report: string }[] }).items;
    const body = JSON.stringify({ month: newest?.month, report: newest?.report });
    const ask = () => call(plane.url, { method: "POST", path: "/v1/cost/reports", headers, body });
    await warm(ask);
    await elsewhere("deactivate", "cleo.park");
    expect((await ask()).status).toBe(403);
  });

  test("that the catalogue gives a role to nobody any more", async () => {
    const ask = await asking("gwen.ross");
    await warm(ask);
    await elsewhere("take-roles");
    expect(await ask()).toMatchObject({ status: 403, body: { detail: expect.stringContaining("open to") } });
  });
});
