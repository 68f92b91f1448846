import { ambiguous } from "#functions/cli/ids/ambiguous.ts";
import { matchId } from "#functions/cli/ids/match-id.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { planeFound } from "#functions/cli/plane-found.ts";
import { shown } from "#shared/kernel/shown-text.ts";

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

type Send = (call: Call) => Promise<Response>;

/**
 * A client that acts as `person` (signed in at a local plane, a unique beginning is enough), by `TOLLGATE_TOKEN`,
 * or as nobody. Every call ends when `patience` says so.
 */
export function clientFor(
  io: Io,
  person: string | undefined,
  patience = () => AbortSignal.timeout(PATIENCE),
): PlaneClient {
  const { url } = planeFound(io);
  const patient: Send = (call) => connected(url, call, patience());
  let known: Promise<string | undefined> | undefined;
  const token = (): Promise<string | undefined> => {
    known ??= tokenFor({ io, url, person, patient });
    return known;
  };
  const authorized = async (call: Call): Promise<Response> => {
    const bearer = await token();
    const headers = { ...call.headers, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) };
    return accepted(url, await patient({ ...call, headers }));
  };
  return {
    json: async <Answer>(call: Call) => jsonIn<Answer>(url, await authorized(call)),
    text: async (call) => (await authorized(call)).text(),
    token,
  };
}

type Signing = { readonly io: Io; readonly url: string; readonly person: string | undefined; readonly patient: Send };

async function tokenFor({ io, url, person, patient }: Signing): Promise<string | undefined> {
  const named = io.env["TOLLGATE_TOKEN"];
  if (person === undefined && named !== undefined) return named;
  // A laptop plane signs in whom one names, or its operator; any other plane has no such route.
  const signIn = (as: string | undefined): Promise<Response> =>
    patient({ method: "POST", path: "/v1/local/sign-in", body: as === undefined ? {} : { person: as } });
  const answer = await signIn(person);
  if (answer.status === 404 && person === undefined) return undefined;
  const meant = answer.status === 404 && person !== undefined ? await personMeant(person, { io, patient }) : undefined;
  const signed = meant === undefined ? answer : await signIn(meant);
  return (await jsonIn<{ token: string }>(url, await accepted(url, signed))).token;
}

/** Of whose id the name is a beginning. Undefined where nobody's is, or the plane does not tell its people. */
async function personMeant(
  typed: string,
  { io, patient }: { readonly io: Io; readonly patient: Send },
): Promise<string | undefined> {
  const answer = await patient({ path: "/v1/local/people" });
  if (!answer.ok) return undefined;
  const { people } = (await answer.json()) as { people: readonly { id: string; name: string }[] };
  const match = matchId(
    typed,
    people.map(({ id, name }) => ({ id, says: name })),
  );
  if (match.kind === "one") {
    io.err(`Acting as ${shown(`${match.known.id}: ${match.known.says}`)}\n`);
    return match.known.id;
  }
  if (match.kind === "several") throw new CliError(2, ambiguous("person", typed, match.among));
  if (match.near === undefined) return undefined;
  const { id, says } = match.near;
  throw new CliError(
    2,
    `Cannot act as "${shown(typed)}": there is nobody of that id; did you mean ${shown(`${id}: ${says}`)}`,
  );
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
  signal: AbortSignal,
): Promise<Response> {
  // The plane may stand below a path of its own; a path that begins with "/" would replace it.
  const address = new URL(`${url}${path}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
  try {
    return await fetch(address, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
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
