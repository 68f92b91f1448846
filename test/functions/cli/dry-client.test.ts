import { expect, test } from "vitest";
import { dryClient } from "#functions/cli/dry-client.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import type { Call, PlaneClient } from "#functions/cli/plane-client.ts";

function dry({ json }: { readonly json: boolean }) {
  const sent: Call[] = [];
  const told: string[] = [];
  const plane: PlaneClient = {
    json: async <Answer>(call: Call) => {
      sent.push(call);
      return {} as Answer;
    },
    text: async () => "",
    token: async () => undefined,
  };
  const io: Io = {
    out: (text) => void told.push(text),
    err: () => undefined,
    env: {},
    cwd: "/",
    width: undefined,
    ask: undefined,
  };
  return { client: dryClient(plane, { io, json }), sent, told };
}

const CHANGE: Call = { method: "POST", path: "/v1/policies/core-tags/halt", body: { because: "a\u001b[2Jb" } };

test("a change is said and not sent, and the command ends well", async () => {
  const { client, sent, told } = dry({ json: false });
  await expect(client.json(CHANGE)).rejects.toEqual(new CliError(0, ""));
  expect(sent).toEqual([]);
  expect(told).toEqual(['Would send POST /v1/policies/core-tags/halt {"because":"a\\u001b[2Jb"}\n']);
});

test("a change is one document under --json", async () => {
  const { client, told } = dry({ json: true });
  await client.json({ method: "PUT", path: "/v1/kill-switch" }).catch(() => undefined);
  expect(JSON.parse(told.join(""))).toEqual({ method: "PUT", path: "/v1/kill-switch", body: {} });
});

test("what only reads is sent", async () => {
  const { client, sent, told } = dry({ json: false });
  await client.json({ path: "/v1/policies" });
  expect({ sent, told }).toEqual({ sent: [{ path: "/v1/policies" }], told: [] });
});
