import { createHmac } from "node:crypto";
import * as z from "zod";
import type { WebhookConnection } from "#shared/adapters/node/webhook-sink.ts";
import { doubledKey } from "#shared/kernel/doubled-key.ts";

const Entries = z.record(
  z.string().regex(/^[a-z0-9.-]{1,64}$/),
  z.strictObject({ address: z.url({ protocol: /^https?$/ }), key: z.string().min(16) }),
);

/** The webhooks that routes name: addresses, and signing with keys that nobody else sees. */
export type Connections = {
  readonly connectionOf: (name: string) => WebhookConnection | undefined;
  readonly sign: (name: string, text: string) => string;
};

/** The text cannot be used as it stands. */
export class ConnectionsError extends Error {
  override readonly name = "ConnectionsError";
}

/**
 * Reads `{"<name>": {"address": "https://…", "key": "<16 characters or more>"}}`.
 *
 * @throws ConnectionsError naming where it was read and the entry; never a key
 */
export function connectionsIn(text: string, where: string): Connections {
  const read = Entries.safeParse(parsed(text, where));
  if (read.success) return connectionsOf(read.data);
  const entry = read.error.issues[0]?.path.join(".") ?? "";
  throw new ConnectionsError(
    `Cannot read connections from "${where}": "${entry}" needs an http address and a key of 16 characters or more`,
  );
}

function connectionsOf(connections: z.infer<typeof Entries>): Connections {
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

function parsed(text: string, where: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConnectionsError(`Cannot read connections from "${where}": it is not JSON`);
  }
  const twice = doubledKey(text);
  if (twice !== undefined)
    throw new ConnectionsError(`Cannot read connections from "${where}": ${twice} stands twice; only one can be meant`);
  return value;
}
