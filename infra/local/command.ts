import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { boot } from "#infra/local/boot.ts";
import { consolePages } from "#infra/local/console-pages.ts";
import { type GovernedAccounts, UnreachableError } from "#infra/local/governed-accounts.ts";
import { HomeError, openHome } from "#infra/local/home.ts";
import { resetHome } from "#infra/local/reset-home.ts";
import { StateFileError } from "#shared/adapters/local/sqlite-file.ts";
import { ConnectionsError } from "#shared/adapters/node/connections.ts";

type Flags = {
  readonly port?: number;
  readonly home?: string;
  readonly reset?: true;
  readonly empty?: true;
  readonly yes?: true;
  readonly issuer?: string;
  readonly audience: string;
  readonly cloud: "sandbox" | "aws";
  readonly enforce?: true;
  readonly externalId?: string;
};

const packageFile = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const program = new Command("npm start --")
  .description("Brings up Tollgate on this computer: API, console, bus, scheduler, state and a sandbox account.")
  .option("--port <port>", "listen here (0: any free port); else PORT, else 4400", portOf)
  .option("--home <folder>", "keep state here; else TOLLGATE_HOME, else .tollgate (.tollgate/aws with --cloud aws)")
  .option("--reset", "begin anew: everything the plane keeps is removed (asks first at a terminal)")
  .option("--yes", "do not ask")
  .option("--issuer <url>", "let people sign in by this OpenID provider; else by the plane's own, as sample people")
  .option("--audience <text>", "what its tokens must be for", "tollgate")
  .option("--empty", "start without the sample company; --cloud aws always does")
  .addOption(
    new Option("--cloud <cloud>", "govern this: a sandbox, or AWS accounts by the credentials of this shell, read-only")
      .choices(["sandbox", "aws"])
      .default("sandbox"),
  )
  .option("--enforce", "with --cloud aws: promoted policies write tags and retention")
  .option("--external-id <text>", "with --cloud aws: what roles in other accounts ask for")
  .addHelpText(
    "after",
    "\nExamples:\n  $ npm start\n  $ npm start -- --cloud aws\n  $ npm start -- --reset --yes\n  $ PORT=0 TOLLGATE_HOME=/var/tmp/plane npm start\n",
  );

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return port;
}

function portIn(text: string): number {
  try {
    return portOf(text);
  } catch {
    return stop(`Cannot use PORT "${text}": a port is a whole number from 0 to 65535`);
  }
}

function stop(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } catch (fault) {
    // What is said next begins a line of its own.
    process.stderr.write("\n");
    throw fault;
  } finally {
    lines.close();
  }
}

/** Faults whose sentence is all that a person needs. */
const SAID = [HomeError, StateFileError, ConnectionsError, UnreachableError];

function wordsOf(fault: unknown, port: number): string {
  if (SAID.some((kind) => fault instanceof kind)) return (fault as Error).message;
  const code = fault instanceof Error && "code" in fault ? fault.code : undefined;
  if (code === "EADDRINUSE")
    return `Cannot listen on port ${port}: it is in use; stop what runs there, or set PORT=0 for any free port`;
  if (code === "EACCES") return `Cannot listen on port ${port}: not allowed; ports below 1024 are for the system`;
  return `Cannot start: ${fault instanceof Error ? fault.message : String(fault)}`;
}

/** Nobody is there to ask for anything: the bootstrap operator lays the first people and documents. */
const EMPTY_NEXT = "  npx tollgate init\n  npx tollgate people load people.json";

/** What to do first, with documents of a sample company or with none yet. */
const nextSteps = (folder: string, furnished: boolean): string =>
  real
    ? `Try next, in another terminal:\n  export TOLLGATE_HOME=${folder}\n  npx tollgate init\n`
    : `Try next, in another terminal:\n  npx tollgate people\n${furnished ? "  npx tollgate access catalog --as ada.berg" : EMPTY_NEXT}\n`;

/** Before anything is kept: without credentials there is nothing to govern. */
async function accountsOf({ cloud, enforce, externalId }: Flags): Promise<GovernedAccounts | undefined> {
  if (cloud === "sandbox") return undefined;
  // Loaded when it is asked for: the clients of all services take longer to load than the rest of the plane.
  const { openAwsAccounts } = await import("#infra/local/aws-accounts.ts");
  const outside = externalId === undefined ? {} : { externalId };
  return openAwsAccounts({ enforce: enforce === true, wall: Date.now, ...outside });
}

// Whoever stopped reading what it says (head, a closed terminal) has not stopped the plane.
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code !== "EPIPE") throw fault;
});

const flags = program.parse().opts<Flags>();
const real = flags.cloud === "aws";
if (!real && (flags.enforce === true || flags.externalId !== undefined))
  stop("Cannot use --enforce or --external-id without --cloud aws: the sandbox may always be written to");
const folder = flags.home ?? (process.env["TOLLGATE_HOME"] || (real ? ".tollgate/aws" : ".tollgate"));
let port = flags.port ?? 4_400;
try {
  if (flags.port === undefined && process.env["PORT"]) port = portIn(process.env["PORT"]);
  const accounts = await accountsOf(flags);
  if (flags.reset === true)
    await resetHome(folder, { yes: flags.yes === true, ask: process.stdin.isTTY ? ask : undefined });
  const home = openHome(folder);
  const plane = await boot({
    home,
    port,
    sample: flags.empty !== true && !real,
    version: packageFile.version,
    tell: (line) => process.stdout.write(real ? `${line}\n` : `  loading the sample company: ${line}\n`),
    pageAt: consolePages(),
    wall: Date.now,
    ...(accounts === undefined ? {} : { accounts }),
    ...(flags.issuer === undefined ? {} : { issuer: { url: flags.issuer, audience: flags.audience } }),
  });
  // Written at once: whoever waits for the address has the rest with it.
  process.stdout.write(
    `Tollgate is ready at ${plane.url}\n` +
      nextSteps(home.folder, flags.empty !== true) +
      `Mail that it writes to people is put in ${home.outbox}, a file each.\n`,
  );
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    plane.close().then(
      () => process.exit(0),
      (fault: unknown) => stop(`Cannot end cleanly: ${String(fault)}`),
    );
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
} catch (fault) {
  stop(wordsOf(fault, port));
}
