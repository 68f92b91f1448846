import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { inject } from "vitest";
import { companyFolder } from "#test/emulator/support/company.ts";

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

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

/** The same as a sample person; what it answers as JSON. @throws when it does not end with 0 */
export async function asPerson<Answer>(person: string, ...args: readonly string[]): Promise<Answer> {
  const ran = await tollgateBy(await tokenOf(person), ...args, "--json");
  if (ran.code !== 0) throw new Error(`tollgate ${args.join(" ")} ended with ${ran.code}: ${ran.err}`);
  return JSON.parse(ran.out) as Answer;
}

/** Asks again until `holds`, or for so many seconds; answers the last that was seen. */
export async function until<Value>(
  look: () => Promise<Value>,
  holds: (value: Value) => boolean,
  seconds = 120,
): Promise<Value> {
  const patience = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await look();
    if (holds(value) || Date.now() > patience) return value;
    await setTimeout(500);
  }
}

const operator = (...args: readonly string[]): Promise<Ran> => tollgateBy(inject("plane").operatorToken, ...args);

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
