import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import type { Io } from "#functions/cli/io.ts";
import { listed } from "#functions/cli/lists.ts";
import type { Column } from "#functions/cli/table.ts";
import type { GrantAnswer, RequestSummary } from "#shared/contracts/http/access-answers.ts";

export function accessList(access: Command, io: Io): void {
  examples(
    action(
      access
        .command("list")
        .description("list requests: mine, or all")
        .option("--all", "everybody's (operators, security, auditors)")
        .option("--state <state>", "only PENDING, ACTIVE, …"),
      io,
      (run: Run<{ all?: true; state?: string }>) => list(run, run.flags.all === true ? "all" : "mine"),
    ),
    "tollgate access list --as jon.abel",
    "tollgate access list --as ida.noor --all --state PENDING",
    "tollgate access list --as jon.abel --json",
  );
  examples(
    action(
      access
        .command("grants")
        .description("list live and past access: mine; with --state everybody's, for those who watch over it")
        .option("--state <state>", "only ACTIVE, REVOKED, … (operators, security, auditors: everybody's)"),
      io,
      grants,
    ),
    "tollgate access grants --as jon.abel --state ACTIVE",
    "tollgate access grants --as ida.noor --state ACTIVE",
    "tollgate access grants --as jon.abel --json",
  );
}

/** What every list of what is asked shows of it. */
export type Asked = Pick<RequestSummary, "id" | "requester" | "justification"> & {
  readonly state: string;
  readonly effect: Pick<RequestSummary["effect"], "short">;
  readonly lapsesAt?: string | undefined;
};

export const ASKED: readonly Column<Asked>[] = [
  { head: "id", cell: ({ id }) => id, whole: true },
  { head: "state", cell: ({ state }) => state, whole: true },
  { head: "from", cell: ({ requester }) => requester },
  { head: "what", cell: ({ effect }) => effect.short },
  { head: "why", cell: ({ justification }) => justification },
];

export const LAPSES: Column<Asked> = { head: "lapses", cell: ({ lapsesAt }) => lapsesAt?.slice(0, 16) ?? "" };

async function list(run: Run<{ state?: string }>, role: string): Promise<void> {
  const query = { role, state: run.flags.state, limit: "200" };
  const rows = await listed<RequestSummary>(run.plane(), { path: "/v1/access/requests", query });
  run.rows(rows, [...ASKED, LAPSES], "No requests");
}

async function grants(run: Run<{ state?: string }>): Promise<void> {
  const { state } = run.flags;
  const query = { state, limit: "200" };
  const rows = await listed<GrantAnswer>(run.plane(), { path: "/v1/access/grants", query });
  run.rows(
    rows,
    [
      { head: "id", cell: ({ id }) => id, whole: true },
      { head: "person", cell: ({ person }) => person },
      { head: "dataset", cell: ({ dataset, account }) => `${dataset} in ${account}` },
      { head: "state", cell: ({ state }) => state, whole: true },
      { head: "until", cell: ({ expiresAt }) => expiresAt?.slice(0, 16) ?? "" },
      { head: "says", cell: ({ says }) => says },
    ],
    state === undefined
      ? "You hold no access, and held none. Who watches over all of it asks by state: --state ACTIVE"
      : `No access is ${state}`,
  );
}
