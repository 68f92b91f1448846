import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Decision, readDecisions } from "#infra/emulator/decisions.ts";
import { deployPlane, HUB, MEMBER, OPERATORS } from "#infra/emulator/deploy.ts";
import { startEmulator } from "#infra/emulator/emulator.ts";
import { clientEnvironment } from "#infra/emulator/environment.ts";
import { fixUp } from "#infra/emulator/fix-up.ts";
import { installEmulator, usualInstall } from "#infra/emulator/install.ts";
import { openEmulatorIssuer } from "#infra/emulator/issuer.ts";
import { type Running, readRunning } from "#infra/emulator/running.ts";
import { rootOf } from "#test/emulator/account.ts";
import { type GrantedRole, grantedIn } from "#test/emulator/support/granted.ts";
import { privilegeFaults, privilegeLines, privilegesOf } from "#test/emulator/support/privileges.ts";

declare module "vitest" {
  /** The one emulator of this run, and the plane that is deployed on it. */
  interface ProvidedContext extends Running {}
}

const tell = (line: string): void => void process.stdout.write(`  ${line}\n`);

/**
 * Installs the emulator, starts one for the whole run, deploys the plane on it, and takes both down with the run.
 * `TOLLGATE_EMULATOR` names the folder of one that runs already (`npm run emulator`), which is then used and left.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = process.env["TOLLGATE_EMULATOR"];
  if (folder !== undefined) {
    provide(project, readRunning(folder));
    return async () => undefined;
  }
  return bringUp(project);
}

function provide(project: TestProject, { emulator, plane }: Running): void {
  project.provide("emulator", emulator);
  project.provide("plane", plane);
  Object.assign(process.env, clientEnvironment(emulator.url));
}

async function bringUp(project: TestProject): Promise<() => Promise<void>> {
  const { python } = installEmulator(usualInstall());
  const folder = mkdtempSync(join(tmpdir(), "tollgate-emulator-"));
  const emulator = await startEmulator({ python, folder });
  const issuer = await openEmulatorIssuer();
  const takeDown = async (): Promise<void> => {
    await issuer.close();
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const deployed = await deployPlane({ url: emulator.url, folder, issuer, tell });
    await fixUp(deployed, emulator.url);
    const operatorToken = await issuer.tokenOf("operator", [OPERATORS]);
    provide(project, {
      emulator: { url: emulator.url, decisionLog: emulator.decisionLog, python },
      plane: { url: deployed.url, issuer: issuer.url, operatorToken, outputs: deployed.outputs, folder },
    });
  } catch (fault) {
    await takeDown();
    throw fault;
  }
  return async () => {
    try {
      const granted = await Promise.all(
        [HUB, MEMBER].map((account) => grantedIn(rootOf(emulator.url, account).iam, account)),
      );
      tellPrivileges(granted.flat(), readDecisions(emulator.decisionLog));
    } finally {
      await takeDown();
    }
  };
}

/**
 * Says what each role did. The whole suite fails for a grant that nobody used and for a denial that no story means;
 * with `TOLLGATE_PRIVILEGES=report` it says so and goes on. A part of it says nothing of what is unused.
 */
function tellPrivileges(granted: readonly GrantedRole[], decisions: readonly Decision[]): void {
  const rows = privilegesOf(granted, decisions);
  for (const line of privilegeLines(rows)) tell(line);
  const faults = privilegeFaults(rows);
  for (const fault of faults) tell(fault);
  const isWhole = process.argv.slice(2).every((word) => /^(run|--config|vitest\.emulator\.config\.ts)$/.test(word));
  if (!isWhole) tell("Only a part of the suite ran: what is unused says nothing");
  else if (faults.length > 0 && process.env["TOLLGATE_PRIVILEGES"] !== "report") process.exitCode = 1;
}
