import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { credentialProcess } from "#functions/cli/credential-process.ts";
import { GRANT_OR_REQUEST } from "#functions/cli/ids/access-ids.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { ownProgram } from "#functions/cli/own-program.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { planeFound } from "#functions/cli/plane-found.ts";
import type { RequestAnswer } from "#shared/contracts/http/access-answers.ts";

export function accessUse(access: Command, io: Io): void {
  examples(
    action(
      access
        .command("credentials")
        .addArgument(
          idArgument("<id>", "G-…, or the R-… that has it, or a beginning that only it has", GRANT_OR_REQUEST),
        )
        .description(
          "print short credentials of a live grant (or of a request's only one), as the AWS CLI's credential_process wants them",
        ),
      io,
      credentials,
    ),
    "tollgate access credentials G-1043-1 --as jon.abel",
    "tollgate access credentials R-1043 --as jon.abel",
    "tollgate access credentials R-1043 --as jon.abel > credentials.json",
  );
  examples(
    action(
      access
        .command("use")
        .description("print the AWS CLI profile that uses a grant")
        .addArgument(
          idArgument("<id>", "G-…, or the R-… that has it, or a beginning that only it has", GRANT_OR_REQUEST),
        ),
      io,
      use,
    ),
    "tollgate access use R-1043 --as jon.abel >> ~/.aws/config",
    "tollgate access use R-1043 --as jon.abel",
    "tollgate access use G-1043-1 --as jon.abel --json",
  );
}

async function credentials(run: Run<object>, id = ""): Promise<void> {
  const plane = run.plane();
  const grant = await grantIn(plane, id);
  const answer = await plane.json<object>({
    method: "POST",
    path: `/v1/access/grants/${encodeURIComponent(grant)}/credentials`,
  });
  // Only the document, whatever the flags: a program reads this.
  run.io.out(`${JSON.stringify(answer)}\n`);
}

async function use(run: Run<object>, id = ""): Promise<void> {
  const grant = await grantIn(run.plane(), id);
  const as = run.flags.as ?? run.io.env["TOLLGATE_AS"];
  const words = ["access", "credentials", grant, ...(as === undefined ? [] : ["--as", as])];
  const line = credentialProcess(words, { program: ownProgram(), by: planeFound(run.io).by });
  const profile = `[profile ${grant.toLowerCase()}]\ncredential_process = ${line}`;
  run.say({ profile: grant.toLowerCase(), text: profile }, profile);
}

async function grantIn(plane: PlaneClient, id: string): Promise<string> {
  if (!id.startsWith("R-")) return id;
  const { grants } = await plane.json<RequestAnswer>({ path: `/v1/access/requests/${encodeURIComponent(id)}` });
  const [only, ...others] = grants;
  if (only !== undefined && others.length === 0) return only.id;
  const found =
    grants.length === 0 ? "it has no grant yet" : `it has several: ${grants.map((grant) => grant.id).join(", ")}`;
  throw new CliError(1, `Cannot tell which grant of ${id}: ${found}`);
}
