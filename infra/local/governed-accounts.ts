import type { DatabaseSync } from "node:sqlite";
import { type Home, HomeError } from "#infra/local/home.ts";
import type { GrantCloud } from "#shared/access/cloud.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { ResourceCloud } from "#shared/policy/cloud.ts";
import type { CreationTrail } from "#shared/policy/creation-trail.ts";

/** Accounts that a laptop plane governs in place of the sandbox. */
export type GovernedAccounts = {
  readonly resources: ResourceCloud;
  readonly trail: CreationTrail;
  readonly grants: GrantCloud;
  /** In whose name, and what is written: a line each. */
  readonly about: readonly string[];
  /** How each account that a document names is read, a line each. */
  readonly reach: (accounts: readonly Account[]) => Promise<readonly string[]>;
};

/** Accounts cannot be looked at: nobody is there in whose name, or nobody answers. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** What a state file is about. */
export type Cloud = "sandbox" | "aws";

const ABOUT: { readonly [cloud in Cloud]: string } = { sandbox: "the sandbox", aws: "AWS accounts" };

/**
 * Opens the state of a home for what it governs. A file is about a sandbox or about real accounts once and for good:
 * findings and grants of the one mean nothing in the other. Of a real account no acknowledged change may be lost, so
 * each is on the disk before it is acknowledged.
 *
 * @throws HomeError when the file is about the other
 */
export function openStateOf({ folder, stateFile }: Pick<Home, "folder" | "stateFile">, cloud: Cloud): DatabaseSync {
  const database = openStateFile(stateFile, { durability: cloud === "aws" ? "full" : "normal" });
  const meta = (name: string) => database.prepare("SELECT value FROM meta WHERE name = ?").get(name)?.["value"];
  // A file that began before there was a choice is about the sandbox.
  const before = meta("cloud") ?? (meta("genesis") === undefined ? cloud : "sandbox");
  if (before !== cloud) {
    database.close();
    throw new HomeError(
      `Cannot keep state in "${folder}": what it holds is about ${ABOUT[cloud === "aws" ? "sandbox" : "aws"]}, and this plane is about ${ABOUT[cloud]}; name another folder by --home`,
    );
  }
  database.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('cloud', ?)").run(cloud);
  return database;
}
