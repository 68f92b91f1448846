import { existsSync, readFileSync } from "node:fs";
import { type Connections, connectionsIn, NO_CONNECTIONS } from "#shared/adapters/node/connections.ts";

/**
 * The connections of a file of the plane's home; no file: none.
 *
 * @throws ConnectionsError naming the file and the entry; never a key
 */
export const readConnections = (file: string): Connections =>
  existsSync(file) ? connectionsIn(readFileSync(file, "utf8"), file) : NO_CONNECTIONS;
