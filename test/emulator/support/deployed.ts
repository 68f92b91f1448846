import { execFile } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";
import { companyFolder } from "#test/emulator/support/company.ts";
import type { Ran } from "#test/scenario/journeys/journey-host.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** The token of a sample person, from the provider that the deployed plane trusts. */
export async function tokenOf(person: string): Promise<string> {
  return (await fetch(`${inject("plane").issuer}/token/${encodeURIComponent(person)}`)).text();
}

/** The command line against the deployed plane, in the name of whoever's token it is. */
export function tollgateBy(token: string, ...args: readonly string[]): Promise<Ran> {
  const { AWS_ENDPOINT_URL: _endpoint, ...rest } = process.env;
  const env = { ...rest, TOLLGATE_URL: inject("plane").url, TOLLGATE_TOKEN: token };
  return new Promise((resolve) => {
    execFile(process.execPath, ["functions/cli/main.ts", ...args], { cwd: ROOT, env }, (fault, out, err) => {
      resolve({ code: typeof fault?.code === "number" ? fault.code : fault === null ? 0 : 1, out, err });
    });
  });
}

/** The command line in the name of whoever laid the first catalogue. */
export const operator = (...args: readonly string[]): Promise<Ran> =>
  tollgateBy(inject("plane").operatorToken, ...args);

async function mustDo(...args: readonly string[]): Promise<Ran> {
  const ran = await operator(...args);
  if (ran.code !== 0) throw new Error(`Cannot ${args.join(" ")}: ${ran.err}`);
  return ran;
}

/** Lays the company's documents and people down, as its operator would on the first day; once is enough. */
export async function layCompany(): Promise<void> {
  const known = await tollgateBy(await tokenOf("cleo.park"), "access", "catalog", "--json");
  if (known.code === 0) return;
  const folder = companyFolder();
  const planned = await mustDo("plan", join(folder, "governance"), "--json");
  const { plan } = JSON.parse(planned.out) as { plan: { id: string } };
  await mustDo("apply", plan.id);
  await mustDo("people", "load", join(folder, "people.json"));
}
