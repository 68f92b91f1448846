import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { everyFinding, listed } from "#functions/cli/lists.ts";
import type { Call, PlaneClient } from "#functions/cli/plane-client.ts";
import { planeFound } from "#functions/cli/plane-found.ts";
import { counted } from "#functions/cli/words.ts";
import type { GrantAnswer, RequestSummary } from "#shared/contracts/http/access-answers.ts";
import type { FindingAnswer } from "#shared/contracts/http/findings.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export function statusCommands(program: Command, io: Io): void {
  examples(
    action(
      program.command("status").description("show what waits for you, what you hold, what you asked for"),
      io,
      status,
    ),
    "tollgate status --as ben.ito",
    "tollgate status --json",
    "tollgate status --as jon.abel",
  );
  examples(
    action(program.command("whoami").description("say who you are to the plane, and for how long"), io, whoami).option(
      "--check",
      "print nothing; exit 0 when signed in, else 1",
    ),
    "tollgate whoami",
    "tollgate whoami --check",
    "tollgate whoami --as ben.ito --json",
  );
  examples(
    action(program.command("health").description("say whether the plane answers and reads its state"), io, health),
    "tollgate health",
    "tollgate health --json",
    "tollgate --no-input health --json",
  );
}

async function status(run: Run<object>): Promise<void> {
  const plane = run.plane();
  const requests = (query: Call["query"]) =>
    listed<RequestSummary>(plane, { path: "/v1/access/requests", query: { ...query, limit: "200" } });
  const [toDecide, waiting, active, findings] = await Promise.all([
    requests({ role: "to-decide" }),
    requests({ role: "mine", state: "PENDING" }),
    myGrants(plane),
    myFindings(plane),
  ]);
  run.say(
    { toDecide, active, waiting, findings: findings.length },
    [
      counts(
        "to decide",
        toDecide.map(({ id, requester, lapsesAt }) => `${id} of ${requester}${lapses(lapsesAt)}`),
      ),
      counts(
        "active",
        active.map(
          ({ id, dataset, account, expiresAt }) =>
            `${id}: ${dataset} in ${account}, until ${expiresAt ?? "it is given back"}`,
        ),
      ),
      counts(
        "waiting",
        waiting.map(({ id, approvers, lapsesAt }) => `${id}, for ${approvers.join(", ")}${lapses(lapsesAt)}`),
      ),
      `${counted(findings.length, "open finding")} of your teams${findings.length === 0 ? "" : " (tollgate findings list --mine)"}`,
    ].join("\n"),
  );
}

const lapses = (moment: string | undefined): string => (moment === undefined ? "" : `, lapses ${moment}`);

const counts = (what: string, lines: readonly string[]): string =>
  [`${lines.length} ${what}`, ...lines.map((line) => `  ${shown(line)}`)].join("\n");

/** Who watches over grants is answered with everybody's. */
async function myGrants(plane: PlaneClient): Promise<readonly GrantAnswer[]> {
  const me = claimsIn((await plane.token()) ?? "").sub;
  const query = { state: "ACTIVE", limit: "200" };
  const grants = await listed<GrantAnswer>(plane, { path: "/v1/access/grants", query });
  return grants.filter(({ person }) => person === me);
}

async function myFindings(plane: PlaneClient): Promise<readonly FindingAnswer[]> {
  const found = await everyFinding(plane, { whose: "mine" });
  return found.filter(({ state }) => state === "OPEN" || state === "REOPENED");
}

async function whoami(run: Run<{ check?: true }>): Promise<void> {
  const plane = run.plane();
  const token = await plane.token();
  if (token === undefined) throw new CliError(1, "Not signed in: add --as, or set TOLLGATE_TOKEN");
  // Only the plane can tell whether it takes the token.
  await plane.json({ path: "/v1/access/requests", query: { role: "mine", limit: "1" } });
  if (run.flags.check === true) return;
  const { sub, exp } = claimsIn(token);
  const until = exp === undefined ? undefined : new Date(exp * 1_000).toISOString();
  const { url } = planeFound(run.io);
  run.say(
    { person: sub, plane: url, until },
    shown(`${sub} at ${url}${until === undefined ? "" : `, signed in until ${until}`}`),
  );
}

/** What a token says of itself; whether that is true is for the plane to tell. */
function claimsIn(token: string): { readonly sub: string; readonly exp?: number } {
  try {
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as {
      sub?: unknown;
      exp?: unknown;
    };
    const sub = typeof claims.sub === "string" ? claims.sub : "unknown";
    return typeof claims.exp === "number" ? { sub, exp: claims.exp } : { sub };
  } catch {
    return { sub: "unknown" };
  }
}

async function health(run: Run<object>): Promise<void> {
  const answer = await run.plane().json<{ status: string; now: string; version: string }>({ path: "/v1/health" });
  run.say(
    answer,
    shown(`${planeFound(run.io).url} is ${answer.status}; its time is ${answer.now}; it is Tollgate ${answer.version}`),
  );
}
