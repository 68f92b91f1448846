import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { runTool } from "#infra/tools/run-tool.ts";
import { clientEnvironment, REGION } from "./environment.ts";
import type { EmulatorIssuer } from "./issuer.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The hub; an access key that is an account number is root of that account. */
export const HUB = "000000000000";
/** The production account of the sample company, as the one that is governed. */
export const MEMBER = "111122223333";
/** The group whose members lay the first catalogue. */
export const OPERATORS = "00g1bootstrap000001";
const EXTERNAL_ID = "tollgate-emulator-external-id";

export type Deployed = {
  /** TOLLGATE_URL */
  readonly url: string;
  readonly apiId: string;
  readonly outputs: { readonly [name: string]: string };
};

export type DeployParts = {
  /** Of the emulator. */
  readonly url: string;
  readonly folder: string;
  readonly issuer: EmulatorIssuer;
  readonly tell: (line: string) => void;
};

/** Acting as root of one account: an access key that is its number. */
const asRootOf = (account: string, url: string) => ({
  ...clientEnvironment(url),
  ...(account === HUB ? {} : { AWS_ACCESS_KEY_ID: account }),
});

/** Bootstraps both accounts, and deploys the hub and a member by the real CDK command line. */
export async function deployPlane({ url, folder, issuer, tell }: DeployParts): Promise<Deployed> {
  const [assembly, outputs] = [join(folder, "cdk.out"), join(folder, "outputs.json")];
  const cdk = cdkAt(url);
  tell("synthesising");
  await cdk(HUB, ["synth", "--quiet", "--output", assembly, ...contextWith(folder, environmentFor(issuer))]);
  for (const account of [HUB, MEMBER]) {
    tell(`bootstrapping ${account}`);
    await cdk(account, ["bootstrap", `aws://${account}/${REGION}`]);
  }
  const deploy = ["deploy", "--app", assembly, "--require-approval", "never"];
  tell("deploying the hub");
  await cdk(HUB, [...deploy, "tollgate-hub", "--outputs-file", outputs]);
  tell("deploying a member");
  await cdk(MEMBER, [...deploy, `tollgate-member-${MEMBER}`]);
  return deployedFrom(outputs, url);
}

export type Changed = {
  /** What the code calls itself: every function's code is another. */
  readonly build: string;
  /** Other values of the environment file. */
  readonly environment: object;
};

/**
 * Deploys the hub once more, by the same command line: what an operator does who brings a new version and changes how
 * functions are configured. Everything else is as it was deployed to `folder`.
 */
export async function deployHubAgain(url: string, folder: string, { build, environment }: Changed): Promise<void> {
  const before = parse(readFileSync(environmentFile(folder), "utf8")) as object;
  const again = join(folder, "again");
  const [assembly, context] = [join(again, "cdk.out"), contextWith(again, { ...before, ...environment })];
  await cdkAt(url)(HUB, ["synth", "--quiet", "--output", assembly, ...context, "--context", `build=${build}`]);
  await cdkAt(url)(HUB, ["deploy", "--app", assembly, "--require-approval", "never", "tollgate-hub"]);
}

const cdkAt = (url: string) => (account: string, args: readonly string[]) =>
  runTool("npx", ["--no-install", "cdk", ...args, "--no-notices", "--ci"], {
    cwd: ROOT,
    env: { ...process.env, ...asRootOf(account, url) },
  });

const environmentFile = (folder: string): string => join(folder, "environments", "emulator.yaml");

/** Writes the environment into the folder; answers what tells the app of it. */
function contextWith(folder: string, environment: object): readonly string[] {
  const environments = dirname(environmentFile(folder));
  mkdirSync(environments, { recursive: true });
  writeFileSync(environmentFile(folder), stringify(environment));
  return ["--context", "environment=emulator", "--context", `environments=${environments}`];
}

function deployedFrom(file: string, at: string): Deployed {
  const parsed = JSON.parse(readFileSync(file, "utf8")) as { "tollgate-hub": { [name: string]: string } };
  const outputs = parsed["tollgate-hub"];
  const apiId = outputs["ApiId"] ?? "";
  return { url: `${at}/_aws/execute-api/${apiId}/$default`, apiId, outputs };
}

const environmentFor = ({ url, audience }: EmulatorIssuer) => ({
  account: HUB,
  region: REGION,
  organization: "o-emulator001",
  governed: [MEMBER],
  externalId: EXTERNAL_ID,
  issuer: url,
  audience,
  operatorGroup: OPERATORS,
  mail: { sender: "tollgate@example.com" },
  console: "http://127.0.0.1",
  // The hour before this one: a story writes into an hour that is over, and need not wait for one to be sealed.
  began: new Date((Math.floor(Date.now() / 3_600_000) - 1) * 3_600_000).toISOString(),
  readStaleness: 1,
  retention: { logs: 7, audit: 1, reports: 1, bills: 30 },
});
