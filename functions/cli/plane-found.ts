import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CliError, type Io } from "#functions/cli/io.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** Where the plane answers, and the variable by which it is found from any other folder too. */
export type PlaneFound = {
  readonly url: string;
  readonly by: { readonly variable: "TOLLGATE_URL" | "TOLLGATE_HOME"; readonly value: string };
};

/** Finds the plane: `TOLLGATE_URL`, else the address in the nearest `.tollgate/` (or `TOLLGATE_HOME`). */
export function planeFound({ env, cwd }: Pick<Io, "env" | "cwd">): PlaneFound {
  const named = env["TOLLGATE_URL"];
  if (named !== undefined && named !== "") {
    const url = addressOf(named);
    return { url, by: { variable: "TOLLGATE_URL", value: url } };
  }
  const home = env["TOLLGATE_HOME"];
  const found = home === undefined || home === "" ? nearest(cwd) : addressIn(resolve(cwd, home));
  if (found !== undefined) return found;
  throw new CliError(3, "Cannot find a running plane: start one with npm start, or set TOLLGATE_URL");
}

function addressOf(named: string): string {
  const protocol = URL.canParse(named) ? new URL(named).protocol : "";
  if (protocol === "http:" || protocol === "https:") return named.replace(/\/+$/, "");
  throw new CliError(2, `Cannot use TOLLGATE_URL "${shown(named)}": write an address such as http://127.0.0.1:4400`);
}

function nearest(folder: string): PlaneFound | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = addressIn(join(at, ".tollgate"));
    if (found !== undefined || dirname(at) === at) return found;
  }
}

function addressIn(home: string): PlaneFound | undefined {
  try {
    const url = readFileSync(join(home, "address"), "utf8").trim();
    return { url, by: { variable: "TOLLGATE_HOME", value: home } };
  } catch {
    return undefined;
  }
}
