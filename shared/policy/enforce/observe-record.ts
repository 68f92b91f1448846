import { tollgateFindingId, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";
import { classifyRecord, type RecordedResource } from "#shared/policy/classify-record.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import type { ParsedRecord, Unreadable } from "#shared/policy/cloud-record.ts";
import { type Hint, newsOf, recordNews } from "#shared/policy/enforce/announce-resource.ts";
import { type EnforceDeps, findingWrite, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { settleWrite } from "#shared/policy/enforce/pending-resources.ts";
import { eventRun } from "#shared/policy/enforce/policy-state.ts";

/** What became of a record; counted by `reason`. */
export type Observed = {
  readonly outcome: "judged" | "settling" | "ignored" | "unreadable";
  readonly reason: string;
  readonly resources: readonly string[];
};

/**
 * A cloud record on its way in: recognised, and every resource that it made or changed governed, at
 * once or after it has settled. What the record claims is a hint only: the account is read.
 *
 * A record that nobody understands is a finding about Tollgate, and never a guess.
 */
export async function observeRecord(parsed: ParsedRecord, deps: EnforceDeps): Promise<Observed> {
  const classified = parsed.kind === "record" ? classifyRecord(parsed.record) : parsed;
  if (classified.kind === "ignored") return { outcome: "ignored", reason: classified.reason, resources: [] };
  if (classified.kind === "unreadable") {
    await sayUnreadable(classified, parsed, deps);
    return { outcome: "unreadable", reason: classified.reason, resources: [] };
  }
  let settling = false;
  for (const recorded of classified.resources) settling = (await observeOne(recorded, deps)) || settling;
  return {
    outcome: settling ? "settling" : "judged",
    reason: classified.resources[0]?.does ?? "change",
    resources: classified.resources.map(({ resource }) => resource.arn),
  };
}

/** True where it is left to settle first. */
async function observeOne({ resource, does }: RecordedResource, deps: EnforceDeps): Promise<boolean> {
  const { arn, type, account, region, creator } = resource;
  const ref: ResourceRef = { arn, type, account, region };
  const now = deps.clock.now();
  if (does === "create") {
    const hint: Hint = { ref, isNews: true, ...(creator === undefined ? {} : { creator }) };
    return observeNew(hint, resource.createdAt ?? now, deps);
  }
  await governResource({ ref, foundBy: "event", isChange: true, run: eventRun(now) }, deps);
  return false;
}

/**
 * That an event told of it is recorded in one transaction with what comes first: that it waits to settle, or what is
 * judged. Nothing is read before it where nothing speaks against what nearly always is so: it is new, and the rest is as
 * this process saw it last.
 *
 * Where it cannot be judged it was heard of all the same. A process that dies before has the message delivered again.
 */
async function observeNew(hint: Hint, madeAt: EpochMillis, deps: EnforceDeps): Promise<boolean> {
  try {
    return await deps.stores.optimistically(() => settleOrGovern(hint, madeAt, deps));
  } catch (fault) {
    await recordNews(hint, deps);
    throw fault;
  }
}

const settleOrGovern = (hint: Hint, madeAt: EpochMillis, deps: EnforceDeps): Promise<boolean> =>
  withRetries(async () => {
    // All that a wait to settle needs, asked for at once: it is what mostly comes.
    const [governed, stored, news] = await Promise.all([
      deps.governance.current(),
      deps.stores.pending.find(hint.ref.arn),
      newsOf(hint, deps),
    ]);
    const now = deps.clock.now();
    // Clocks differ, and a record is a hint: nothing was made later than now.
    const until = plus(madeAt < now ? madeAt : now, governed.settle(hint.ref));
    if (until > now) {
      const rows = [...settleWrite({ hint, until, stored }, deps), ...news];
      return (await deps.stores.commit(rows)).ok ? true : "moved";
    }
    await governResource({ ...hint, foundBy: "event", run: eventRun(now) }, deps);
    return false;
  });

/** One finding per kind of record: a flood of them is one thing that is wrong. */
const sayUnreadable = (unreadable: Unreadable, parsed: ParsedRecord, deps: EnforceDeps): Promise<void> =>
  withRetries(async () => {
    const { stores, clock, digest } = deps;
    const what = parsed.kind === "record" ? `${parsed.record.source} ${parsed.record.name}` : "unknown";
    const sight = {
      rule: "event.unreadable" as const,
      about: `event/${what}/${unreadable.reason}`,
      severity: "medium" as const,
      why: `Cannot understand an event (${what.slice(0, 200)}): ${unreadable.because.slice(0, 500)}`,
      owner: (await deps.governance.current()).tollgateOwner(),
      foundBy: "event" as const,
    };
    const stored = await stores.findings.find(tollgateFindingId(sight, digest));
    // Open already: the next one of its kind is no news, whatever it says in detail.
    if (stored !== undefined && stored.value.state !== "RESOLVED") return undefined;
    const change = tollgateSeen(stored?.value, sight, { now: clock.now(), digest });
    const rows = change === undefined ? [] : [findingWrite(stores, stored, change)];
    return (await stores.commit(rows)).ok ? undefined : "moved";
  });
