import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { getCoverage } from "#shared/contracts/http/policy.ts";
import type { CoverageAnswer } from "#shared/contracts/http/policy-answers.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { type Coverage, lossOf } from "#shared/policy/enforce/coverage.ts";
import { ungovernedIn } from "#shared/policy/enforce/organization.ts";
import { ORGANIZATION } from "#shared/policy/enforce/watch-organization.ts";
import { route } from "#shared/runtime/http.ts";

type Deps = Pick<PolicyApiDeps, "stores" | "organization" | "documents">;

/**
 * GET /v1/coverage: what is seen, what is tagged, which share of events was lost, what waits, and which accounts of
 * the organization nobody governs.
 */
export const getCoverageRoute = ({ stores, ...deps }: Deps) =>
  route(getCoverage, async () => {
    const shards = (await everyItem((from) => stores.coverage.list(from))).map(shardAnswer);
    const pending = (await stores.pending.list(200)).map(({ resource, because, since, attempts, nextAt }) => ({
      resource: resource.arn,
      because,
      since: isoOf(since),
      attempts,
      nextAt: isoOf(nextAt),
    }));
    return { status: 200, body: { shards, pending, ...(await organizationAnswer(deps)) } };
  });

async function organizationAnswer({
  organization,
  documents,
}: Pick<Deps, "organization" | "documents">): Promise<Pick<CoverageAnswer, "organization">> {
  const reading = (await organization.reading.find(ORGANIZATION))?.value;
  if (reading === undefined) return {};
  const known = await organization.all();
  const ungoverned = ungovernedIn(known, await documents()).map(({ account, name, ou, environment }) => ({
    account,
    name,
    ou,
    ...(environment === undefined ? {} : { environment }),
  }));
  const { readAt, unreadable } = reading;
  return {
    organization: {
      ...(readAt === undefined ? {} : { readAt: isoOf(readAt) }),
      ...(unreadable === undefined ? {} : { unreadable }),
      accounts: known.filter(({ leftAt }) => leftAt === undefined).length,
      ungoverned,
    },
  };
}

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
