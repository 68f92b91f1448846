import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CliError, type Io } from "#functions/cli/io.ts";
import { shown } from "#functions/cli/text.ts";

/** How long the plane may take to answer one call. In milliseconds. */
const PATIENCE = 120_000;

export type Call = {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: { readonly [name: string]: string | undefined };
  readonly body?: object;
  readonly headers?: { readonly [name: string]: string };
};

/** The API as one person sees it. */
export type PlaneClient = {
  /** The JSON of a good answer. @throws CliError 1 with the plane's words when refused, 3 without connection */
  json<Answer>(call: Call): Promise<Answer>;
  text(call: Call): Promise<string>;
  /** What it signs in with; undefined where nobody is signed in. */
  token(): Promise<string | undefined>;
};

/** Finds the plane: `TOLLGATE_URL`, else the address in the nearest `.tollgate/` (or `TOLLGATE_HOME`). */
export function planeUrl({ env, cwd }: Io): string {
  const named = env["TOLLGATE_URL"];
  if (named !== undefined && named !== "") return addressOf(named);
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

function nearest(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = addressIn(join(at, ".tollgate"));
    if (found !== undefined || dirname(at) === at) return found;
  }
}

function addressIn(home: string): string | undefined {
  try {
    return readFileSync(join(home, "address"), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** A client that acts as `person` (signed in at a local plane), by `TOLLGATE_TOKEN`, or as nobody. */
export function clientFor(io: Io, person: string | undefined): PlaneClient {
  const url = planeUrl(io);
  let known: Promise<string | undefined> | undefined;
  const token = (): Promise<string | undefined> => {
    known ??= tokenFor({ io, url, person });
    return known;
  };
  const authorized = async (call: Call): Promise<Response> => {
    const bearer = await token();
    return sent(url, {
      ...call,
      headers: { ...call.headers, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) },
    });
  };
  return {
    json: async <Answer>(call: Call) => jsonIn<Answer>(url, await authorized(call)),
    text: async (call) => (await authorized(call)).text(),
    token,
  };
}

async function tokenFor({
  io,
  url,
  person,
}: {
  io: Io;
  url: string;
  person: string | undefined;
}): Promise<string | undefined> {
  const named = io.env["TOLLGATE_TOKEN"];
  if (person === undefined && named !== undefined) return named;
  // A laptop plane signs in whom one names, or its operator; any other plane has no such route.
  const answer = await connected(url, {
    method: "POST",
    path: "/v1/local/sign-in",
    body: person === undefined ? {} : { person },
  });
  if (answer.status === 404 && person === undefined) return undefined;
  return (await jsonIn<{ token: string }>(url, await accepted(url, answer))).token;
}

/** @throws CliError 1 when something else than a plane answers there */
async function jsonIn<Answer>(url: string, answer: Response): Promise<Answer> {
  const text = await answer.text();
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new CliError(1, `Cannot use the answer of ${url}: it is no JSON; is that the address of a plane`);
  }
}

const sent = async (url: string, call: Call): Promise<Response> => accepted(url, await connected(url, call));

async function accepted(url: string, answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const text = await answer.text();
  const problem = problemIn(text);
  throw new CliError(
    1,
    problem === undefined ? `Cannot use the answer of ${url}: status ${answer.status}` : wordsOf(problem),
    problem,
  );
}

async function connected(
  url: string,
  { method = "GET", path, query = {}, body, headers = {} }: Call,
): Promise<Response> {
  const address = new URL(path, `${url}/`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
  try {
    return await fetch(address, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (fault) {
    const because = fault instanceof Error && fault.cause instanceof Error ? fault.cause.message : String(fault);
    throw new CliError(3, `Cannot reach the plane at ${url}: ${because}; is it running (npm start)`);
  }
}

type Problem = { readonly detail: string; readonly remedy?: string; readonly pointer?: string };

function problemIn(text: string): Problem | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const known =
      typeof parsed === "object" && parsed !== null && "detail" in parsed && typeof parsed.detail === "string";
    return known ? (parsed as Problem) : undefined;
  } catch {
    return undefined;
  }
}

const wordsOf = ({ detail, remedy }: Problem): string => shown(remedy === undefined ? detail : `${detail}. ${remedy}`);
