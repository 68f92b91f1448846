import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GovernedAccount, JourneyHost, Ran } from "#test/scenario/journeys/journey-host.ts";
import { cliIn } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

type Resource = {
  readonly arn: string;
  readonly tags: { readonly [key: string]: string };
  readonly retention: { readonly "logs.retention"?: number };
};

const PLACE = "arn:aws:logs:eu-west-1:111122223333:log-group:";

/** The plane on this computer with its sample company and its sandbox account; time passes by the minute. */
export async function laptopHost(): Promise<JourneyHost & Pick<RunningTestPlane, "close">> {
  const plane = await runningPlane();
  const folder = mkdtempSync(join(tmpdir(), "tollgate-journey-"));
  const cli = cliIn({ cwd: folder, env: { TOLLGATE_URL: plane.url } });
  const run = async (...words: readonly string[]): Promise<Ran> => {
    const { exit, out, err } = await cli(...words);
    return { code: exit, out, err };
  };
  const mustRun = async (...words: readonly string[]): Promise<string> => {
    const ran = await run(...words);
    if (ran.code !== 0) throw new Error(`tollgate ${words.join(" ")} ended with ${ran.code}: ${ran.err}`);
    return ran.out;
  };
  return {
    by: (person, ...words) => run(...words, "--as", person),
    async post(person, path, { body, headers }) {
      const authorization = `Bearer ${await plane.tokenOf(person)}`;
      const sent = { "content-type": "application/json", authorization, ...headers };
      return (await fetch(`${plane.url}${path}`, { method: "POST", headers: sent, body: JSON.stringify(body) })).status;
    },
    pass: async () => void (await mustRun("sandbox", "advance", "1m")),
    patience: 45_000,
    policies: { tags: "core-tags", logs: "log-retention" },
    account: accountOf(mustRun, run),
    async bringBill(month, csv) {
      const file = join(folder, `${month}.csv`);
      writeFileSync(file, csv);
      await mustRun("cost", "ingest", file, "--source", "by-hand", "--as", "cleo.park");
    },
    close: plane.close,
  };
}

type Run = (...words: readonly string[]) => Promise<Ran>;

function accountOf(mustRun: (...words: readonly string[]) => Promise<string>, run: Run): GovernedAccount {
  const perform = (action: string, input: object) =>
    mustRun("sandbox", "do", action, "--input", JSON.stringify(input), "--as", "ada.berg");
  const found = async (arn: string) =>
    (JSON.parse(await mustRun("sandbox", "resources", "--json")) as readonly Resource[]).find(
      (each) => each.arn === arn,
    );
  return {
    async makeBucket(bucket, tags) {
      await perform("s3:CreateBucket", { bucket });
      if (tags !== undefined) await perform("s3:PutBucketTagging", { bucket, tags });
    },
    async makeAgain(bucket) {
      const input = JSON.stringify({ bucket });
      const refused = await run("sandbox", "do", "s3:CreateBucket", "--input", input, "--as", "ada.berg");
      if (refused.code === 0) throw new Error(`Cannot be refused: bucket "${bucket}" was made a second time`);
    },
    tagsOf: async (bucket) => (await found(`arn:aws:s3:::${bucket}`))?.tags ?? {},
    async makeLogGroup(logGroupName, retentionInDays) {
      await perform("logs:CreateLogGroup", { logGroupName });
      await perform("logs:PutRetentionPolicy", { logGroupName, retentionInDays });
    },
    daysOf: async (name) => (await found(`${PLACE}${name}`))?.retention["logs.retention"],
    arnOfLogGroup: (name) => `${PLACE}${name}`,
    putFile: async ({ bucket, key, body }) => void (await perform("s3:PutObject", { bucket, key, body })),
    async may({ person }, action, { bucket, key }) {
      const tried = await run("sandbox", "try", action, `arn:aws:s3:::${bucket}/${key}`, "--as", person, "--json");
      return (JSON.parse(tried.out) as { allowed: boolean }).allowed;
    },
  };
}
