import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { getCoverage } from "#shared/contracts/http/policy.ts";
import type { CoverageAnswer } from "#shared/contracts/http/policy-answers.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { type Coverage, lossOf } from "#shared/policy/enforce/coverage.ts";
import { route } from "#shared/runtime/http.ts";

/** GET /v1/coverage: what is seen, what is tagged, which share of events was lost, and what waits. */
export const getCoverageRoute = ({ stores }: Pick<PolicyApiDeps, "stores">) =>
  route(getCoverage, async () => {
    const shards: CoverageAnswer["shards"] = [];
    let cursor: string | undefined;
    do {
      const page = await stores.coverage.list(cursor);
      shards.push(...page.items.map(shardAnswer));
      cursor = page.cursor;
    } while (cursor !== undefined);
    const pending = (await stores.pending.list(200)).map(({ resource, because, since, attempts, nextAt }) => ({
      resource: resource.arn,
      because,
      since: isoOf(since),
      attempts,
      nextAt: isoOf(nextAt),
    }));
    return { status: 200, body: { shards, pending } };
  });

function shardAnswer(coverage: Coverage): CoverageAnswer["shards"][number] {
  const { account, region, type, since, announced, missed, last } = coverage;
  const eventLoss = lossOf(coverage);
  return {
    account,
    region,
    type,
    since: isoOf(since),
    ...(last === undefined ? {} : { sweptAt: isoOf(last.at), resources: last.listed, compliant: last.compliant }),
    ...(last === undefined || last.listed === 0 ? {} : { tagCoverage: last.tagged / last.listed }),
    announced,
    missed,
    ...(eventLoss === undefined ? {} : { eventLoss }),
  };
}
