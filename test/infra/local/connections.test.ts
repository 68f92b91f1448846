import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readConnections } from "#infra/local/connections.ts";
import { ConnectionsError } from "#shared/adapters/node/connections.ts";

const folder = mkdtempSync(join(tmpdir(), "tollgate-connections-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileWith = (text: string): string => {
  const file = join(folder, "connections.json");
  writeFileSync(file, text);
  return file;
};

describe("the connections of a laptop plane", () => {
  test("none are there where nobody wrote any", () => {
    expect(readConnections(join(folder, "absent.json")).connectionOf("ops")).toBeUndefined();
  });

  test("a connection is known by its name, and signs with its own key (HMAC-SHA-256, RFC 4231 case 2 with a longer key)", () => {
    const file = fileWith('{"ops": {"address": "http://127.0.0.1:9/hook", "key": "Jefe-Jefe-Jefe-Jefe"}}');
    const connections = readConnections(file);
    expect(connections.connectionOf("ops")?.address).toBe("http://127.0.0.1:9/hook");
    expect(connections.connectionOf("toString")).toBeUndefined();
    expect(connections.sign("ops", "what do ya want for nothing?")).toMatch(/^[0-9a-f]{64}$/);
    expect(connections.sign("ops", "a")).not.toBe(connections.sign("ops", "b"));
    expect(() => connections.sign("other", "a")).toThrow("there is no such connection");
  });

  test.each([
    { because: "no JSON", text: "{", says: "not JSON" },
    { because: "a short key", text: '{"ops": {"address": "https://a.example", "key": "short"}}', says: '"ops.key"' },
    {
      because: "a name that stands twice",
      text: '{"ops": {"address": "https://a.example", "key": "0123456789abcdef"}, "ops": {"address": "https://b.example", "key": "0123456789abcdef"}}',
      says: "/ops stands twice",
    },
    {
      because: "another protocol",
      text: '{"ops": {"address": "file:///etc/passwd", "key": "0123456789abcdef"}}',
      says: '"ops.address"',
    },
    {
      because: "an unknown field",
      text: '{"ops": {"address": "https://a.example", "key": "0123456789abcdef", "user": "x"}}',
      says: '"ops"',
    },
  ])("are refused with where, never with the key: $because", ({ text, says }) => {
    expect(() => readConnections(fileWith(text))).toThrow(ConnectionsError);
    expect(() => readConnections(fileWith(text))).toThrow(says);
    expect(() => readConnections(fileWith(text))).not.toThrow("0123456789abcdef");
  });
});
