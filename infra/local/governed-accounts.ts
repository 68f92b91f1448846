import type { DatabaseSync } from "node:sqlite";
import { HomeError } from "#infra/local/home.ts";
import type { GrantCloud } from "#shared/access/cloud.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { ResourceCloud } from "#shared/policy/cloud.ts";

/** Accounts that a laptop plane governs in place of the sandbox. */
export type GovernedAccounts = {
  readonly resources: ResourceCloud;
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
 * Says once and for good what a state file is about: findings and grants of a sandbox mean nothing in an account, and
 * the other way round.
 *
 * @throws HomeError when it is about the other
 */
export function claimState(database: DatabaseSync, { folder, cloud }: { folder: string; cloud: Cloud }): void {
  const meta = (name: string) => database.prepare("SELECT value FROM meta WHERE name = ?").get(name)?.["value"];
  // A file that began before there was a choice is about the sandbox.
  const before = meta("cloud") ?? (meta("genesis") === undefined ? undefined : "sandbox");
  if (before !== undefined && before !== cloud) {
    throw new HomeError(
      `Cannot keep state in "${folder}": what it holds is about ${ABOUT[cloud === "aws" ? "sandbox" : "aws"]}, and this plane is about ${ABOUT[cloud]}; name another folder by --home`,
    );
  }
  database.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('cloud', ?)").run(cloud);
}
