import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import type { WebhookConnection } from "#shared/adapters/node/webhook-sink.ts";

const Connections = z.record(
  z.string().regex(/^[a-z0-9.-]{1,64}$/),
  z.strictObject({ address: z.url({ protocol: /^https?$/ }), key: z.string().min(16) }),
);

/** The webhooks that routes name: addresses, and signing with keys that nobody else sees. */
export type Connections = {
  readonly connectionOf: (name: string) => WebhookConnection | undefined;
  readonly sign: (name: string, text: string) => string;
};

/** The file cannot be used as it stands. */
export class ConnectionsError extends Error {
  override readonly name = "ConnectionsError";
}

/**
 * Reads `{"<name>": {"address": "https://…", "key": "<16 characters or more>"}}`; no file: no connections.
 *
 * @throws ConnectionsError naming the file and the entry; never a key
 */
export const readConnections = (file: string): Connections => connectionsOf(existsSync(file) ? parsed(file) : {});

function connectionsOf(connections: z.infer<typeof Connections>): Connections {
  return {
    connectionOf: (name) => (Object.hasOwn(connections, name) ? connections[name] : undefined),
    sign(name, text) {
      const key = Object.hasOwn(connections, name) ? connections[name]?.key : undefined;
      if (key === undefined) throw new ConnectionsError(`Cannot sign for "${name}": there is no such connection`);
      return createHmac("sha256", key).update(text, "utf8").digest("hex");
    },
  };
}

/** A plane that sends no webhooks. */
export const NO_CONNECTIONS: Connections = connectionsOf({});

function parsed(file: string): z.infer<typeof Connections> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new ConnectionsError(`Cannot read connections from "${file}": it is not JSON`);
  }
  const read = Connections.safeParse(value);
  if (read.success) return read.data;
  const where = read.error.issues[0]?.path.join(".") ?? "";
  throw new ConnectionsError(
    `Cannot read connections from "${file}": "${where}" needs an http address and a key of 16 characters or more`,
  );
}
