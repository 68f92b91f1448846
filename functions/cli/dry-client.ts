import { CliError, type Io } from "#functions/cli/io.ts";
import type { Call, PlaneClient } from "#functions/cli/plane-client.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type How = { readonly io: Io; readonly json: boolean };

/** The API with every change held back: what would be sent is said, and the command ends well. */
export function dryClient(plane: PlaneClient, { io, json }: How): PlaneClient {
  const heldBack = ({ method = "GET", path, body = {} }: Call): void => {
    if (method === "GET") return;
    const text = `Would send ${method} ${path} ${JSON.stringify(body)}`;
    io.out(json ? `${JSON.stringify({ method, path, body }, null, 2)}\n` : `${shown(text)}\n`);
    throw new CliError(0, "");
  };
  return {
    ...plane,
    json: async <Answer>(call: Call) => {
      heldBack(call);
      return plane.json<Answer>(call);
    },
  };
}
