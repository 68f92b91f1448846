import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { readDecisions } from "#infra/emulator/decisions.ts";
import { deployPlane, MEMBER, OPERATORS } from "#infra/emulator/deploy.ts";
import { startEmulator } from "#infra/emulator/emulator.ts";
import { clientEnvironment } from "#infra/emulator/environment.ts";
import { fixUp } from "#infra/emulator/fix-up.ts";
import { installEmulator, usualInstall } from "#infra/emulator/install.ts";
import { openEmulatorIssuer } from "#infra/emulator/issuer.ts";
import { privilegeLines, privilegesOf } from "#test/emulator/support/privileges.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The one emulator of this run. */
    readonly emulator: { readonly url: string; readonly decisionLog: string; readonly python: string };
    /** The plane that is deployed on it. */
    readonly plane: {
      /** TOLLGATE_URL */
      readonly url: string;
      /** Signs a token of anybody at `/token/<subject>`. */
      readonly issuer: string;
      /** Of a member of the bootstrap operators' group. */
      readonly operatorToken: string;
      /** Of the hub's stack. */
      readonly outputs: { readonly [name: string]: string };
    };
  }
}

const tell = (line: string): void => void process.stdout.write(`  ${line}\n`);

/** Installs the emulator, starts one for the whole run, deploys the plane on it, and takes both down with the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
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
    project.provide("emulator", { url: emulator.url, decisionLog: emulator.decisionLog, python });
    const operatorToken = await issuer.tokenOf("operator", [OPERATORS]);
    project.provide("plane", { url: deployed.url, issuer: issuer.url, operatorToken, outputs: deployed.outputs });
    Object.assign(process.env, clientEnvironment(emulator.url));
  } catch (fault) {
    await takeDown();
    throw fault;
  }
  return async () => {
    const stacks = ["tollgate-hub", `tollgate-member-${MEMBER}`];
    const rows = privilegesOf(join(folder, "cdk.out"), stacks, readDecisions(emulator.decisionLog));
    for (const line of privilegeLines(rows)) tell(line);
    await takeDown();
  };
}
