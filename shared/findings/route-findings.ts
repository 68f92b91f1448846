import type { Destination, Route } from "#shared/catalog/documents/route.ts";
import { compileSelector, type Subject } from "#shared/catalog/fit.ts";
import { type Finding, rankOf } from "#shared/findings/finding.ts";
import { destinationKey } from "#shared/findings/message-sink.ts";

/** A route, ready to be asked. */
export type CompiledRoute = { readonly route: Route; readonly takes: (finding: Finding) => boolean };

/** What routes ask about findings, beside what findings say of themselves. */
export type AboutFindings = {
  /** The id of the Account document of an account number. */
  readonly accountId: (account: string) => string | undefined;
};

/**
 * Compiles routes. A route whose question cannot be answered of a finding takes it: a finding too
 * many is read by somebody, one that nobody gets is lost.
 */
export const compileRoutes = (routes: Iterable<Route>, about: AboutFindings): readonly CompiledRoute[] =>
  [...routes].map((route) => {
    const fits = compileSelector(route.when);
    return { route, takes: (finding) => fits(subjectOf(finding, about)) !== "no" };
  });

/** The destinations that hear of a finding at once, each once, whichever routes name it. */
export function immediateDestinations(finding: Finding, routes: readonly CompiledRoute[]): readonly Destination[] {
  const taken = routes.filter(
    ({ route, takes }) =>
      route.immediately !== undefined && rankOf(finding.severity) >= rankOf(route.immediately) && takes(finding),
  );
  const byKey = new Map(taken.flatMap(({ route }) => route.send).map((each) => [destinationKey(each), each]));
  return [...byKey.values()];
}

function subjectOf(finding: Finding, { accountId }: AboutFindings): Subject {
  const { about, severity, policy, rule, owner } = finding;
  const tollgate = policy === "tollgate";
  return {
    finding: tollgate ? rule : `policy.${policy}`,
    severity,
    policy,
    team: owner.startsWith("team:") ? owner.slice("team:".length) : null,
    type: about.type,
    name: about.name,
    region: about.region ?? null,
    arn: finding.resource.startsWith("arn:") ? finding.resource : null,
    account: about.account === undefined ? null : (accountId(about.account) ?? null),
    // Of data, not of findings: a finding about Tollgate is about no data.
    ...(tollgate ? { labels: null, classification: null, dataset: null, workload: null } : {}),
  };
}
