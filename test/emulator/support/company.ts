import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sampleDocuments } from "#infra/local/sample/documents.ts";
import { SAMPLE_PEOPLE } from "#infra/local/sample/people.ts";

/** A policy that lets nothing settle, and buckets that it alone writes on: by their names, which no other story gives. */
export const AT_ONCE = { policy: "bucket-environment-at-once", prefix: "at-once-" } as const;

/** Narrow enough that all of it is in the one account of this deployment: a plan with unread parts promotes nothing. */
const NARROW_POLICIES = `${ofBuckets({
  id: "bucket-environment",
  title: "Buckets of production say so",
  settle: ", settle: 5s",
  which: `except: {arn: "arn:aws:s3:::${AT_ONCE.prefix}*"}`,
})}---
${ofBuckets({
  id: AT_ONCE.policy,
  title: "Buckets that nobody finishes by a second call say so at once",
  settle: "",
  which: `arn: "arn:aws:s3:::${AT_ONCE.prefix}*"`,
})}---
kind: Policy
id: log-days
title: Logs of production are kept for 90 to 400 days
team: security
type: retention
mode: enforce
severity: high
trigger: {events: true, sweep: 6h, settle: 5s}
scope: {type: logs.log-group, account: data-prod}
retention:
  rules: [{control: logs.retention, min: 90d, max: 400d}]
enforcement:
  raise: {grace: none}
  lower: {grace: 7d, approve: [team:security]}
  caps: {run: 20, day: 50, scope: 100%}
  undo: 90d
`;

/** Of whatever is found, each minute: a week is too long for a story. */
const QUICK_ROUTE = `kind: Route
id: of-the-stories
team: platform
digest: "* * * * *"
send: [{mail: stories@example.com}]
`;

/** It lets nothing settle: what is judged together waits for the longest of their times, which the stories' own policies say. */
const watchingOnly = (text: string): string =>
  text.replace(/^mode: enforce$/m, "mode: notify").replace(", settle: 90s", "");

/**
 * A folder with the sample company as this deployment can govern it: `governance/` and `people.json`. The company's own
 * policies only watch, since two of the three accounts that they are about are not governed here, and no two policies
 * may write the same.
 */
export function companyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tollgate-company-"));
  const watching = sampleDocuments(new Date()).map(({ path, text }) => ({
    path,
    text: path.startsWith("policies/") ? watchingOnly(text) : text,
  }));
  const ours = [
    { path: "policies/of-the-stories.yaml", text: NARROW_POLICIES },
    { path: "company/of-the-stories.yaml", text: QUICK_ROUTE },
  ];
  for (const { path, text } of [...watching, ...ours]) {
    mkdirSync(dirname(join(folder, "governance", path)), { recursive: true });
    writeFileSync(join(folder, "governance", path), text);
  }
  writeFileSync(join(folder, "people.json"), JSON.stringify({ people: SAMPLE_PEOPLE }));
  return folder;
}

/** A policy by which buckets of production get the environment of their account; whichever of them `which` takes. */
function ofBuckets({ id, title, settle, which }: { [part in "id" | "title" | "settle" | "which"]: string }): string {
  return `kind: Policy
id: ${id}
title: ${title}
team: platform
type: tagging
mode: enforce
severity: medium
trigger: {events: true, sweep: 6h${settle}}
scope: {type: s3.bucket, account: data-prod, ${which}}
tagging:
  tags:
    Environment: {refersTo: environment, inherit: [account]}
enforcement: {actions: [tag.set], grace: none, caps: {run: 50, day: 200, scope: 100%}, undo: 30d}
`;
}
