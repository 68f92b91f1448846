import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { ToolError } from "#infra/tools/tool-error.ts";
import { deployPlane, OPERATORS } from "./deploy.ts";
import { startEmulator } from "./emulator.ts";
import { clientEnvironment } from "./environment.ts";
import { fixUp } from "./fix-up.ts";
import { EMULATOR_HOME, installEmulator, usualInstall } from "./install.ts";
import { type EmulatorIssuer, openEmulatorIssuer } from "./issuer.ts";
import { forgetRunning, type Running, writeRunning } from "./running.ts";

type Flags = { readonly port: number; readonly folder: string; readonly keep?: true; readonly bare?: true };

const flags = new Command("npm run emulator --")
  .description("Starts an emulator of AWS on this computer and deploys the plane on it; Ctrl-C takes all of it down.")
  .option("--port <port>", "listen here (0: any free port)", portOf, 4_566)
  .option("--folder <folder>", "its log, decisions and state", join(EMULATOR_HOME, "run"))
  .option("--bare", "deploy nothing on it")
  .option("--keep", "what it holds outlives it, for the next start with --keep")
  .addHelpText("after", "\nExamples:\n  $ npm run emulator\n  $ npm run emulator -- --port 0 --keep\n")
  .parse()
  .opts<Flags>();

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return port;
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function bringUp(): Promise<void> {
  const { python, fresh } = installEmulator(usualInstall());
  if (fresh) say(`Installed the emulator in ${EMULATOR_HOME}`);
  const folder = resolve(flags.folder);
  const emulator = await startEmulator({ python, folder, port: flags.port, keep: flags.keep === true });
  say(`The emulator is ready at ${emulator.url}`);
  say(`  log             ${join(folder, "emulator.log")}`);
  say(`  IAM decisions   ${emulator.decisionLog}`);
  const issuer = await openEmulatorIssuer();

  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    forgetRunning(folder);
    Promise.all([issuer.close(), emulator.stop()]).then(
      () => process.exit(0),
      (fault: unknown) => stopWith(fault),
    );
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);

  if (flags.bare === true) say("Nothing is deployed on it");
  else await deploy({ url: emulator.url, decisionLog: emulator.decisionLog, python }, { folder, issuer });
  say("Export in another terminal, for any AWS client; a 12-digit key id is the root of that account:");
  for (const [name, value] of Object.entries(clientEnvironment(emulator.url))) say(`  export ${name}=${value}`);
}

async function deploy(
  emulator: Running["emulator"],
  { folder, issuer }: { folder: string; issuer: EmulatorIssuer },
): Promise<void> {
  const deployed = await deployPlane({ url: emulator.url, folder, issuer, tell: (line) => say(`  ${line}`) });
  await fixUp(deployed, emulator.url);
  const operatorToken = await issuer.tokenOf("operator", [OPERATORS]);
  const plane = { url: deployed.url, issuer: issuer.url, operatorToken, outputs: deployed.outputs, folder };
  writeRunning(folder, { emulator, plane });
  say(`Tollgate is deployed at ${deployed.url}`);
  say(`  tokens          ${issuer.url}/token/<person>`);
  say(`  its suite       TOLLGATE_EMULATOR=${folder} npm run test:emulator`);
  say(`  export TOLLGATE_URL='${deployed.url}'`);
  say(`  export TOLLGATE_TOKEN=${operatorToken}`);
}

function stopWith(fault: unknown): never {
  process.stderr.write(`${fault instanceof ToolError ? fault.message : String(fault)}\n`);
  process.exit(1);
}

bringUp().catch(stopWith);
