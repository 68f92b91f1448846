import type { Destination, Route } from "#shared/catalog/documents/route.ts";
import type { Who } from "#shared/catalog/documents/who.ts";
import { compileSelector, type Subject } from "#shared/catalog/fit.ts";
import { type Finding, rankOf } from "#shared/findings/finding.ts";
import { destinationKey } from "#shared/findings/message-sink.ts";

/** A route, ready to be asked. */
export type CompiledRoute = {
  readonly route: Route;
  readonly takes: (finding: Finding) => boolean;
  /** Where one finding goes: mail to people is mail to the mailboxes of their teams, where documents name any. */
  readonly sends: (finding: Finding) => readonly Destination[];
};

/** What routes ask about findings, beside what findings say of themselves. */
export type AboutFindings = {
  /** The id of the Account document of an account number. */
  readonly accountId: (account: string) => string | undefined;
  /** The role mailboxes of those whom `who` means of something that belongs to a team. */
  readonly mailboxesOf: (who: Who, team: string | undefined) => readonly string[];
};

/**
 * Compiles routes. A route whose question cannot be answered of a finding takes it: a finding too
 * many is read by somebody, one that nobody gets is lost.
 */
export const compileRoutes = (routes: Iterable<Route>, about: AboutFindings): readonly CompiledRoute[] =>
  [...routes].map((route) => {
    const fits = compileSelector(route.when);
    return {
      route,
      takes: (finding) => fits(subjectOf(finding, about)) !== "no",
      sends: (finding) => route.send.flatMap((each) => addressed(each, teamOf(finding), about)),
    };
  });

const teamOf = ({ owner }: Finding): string | undefined =>
  owner.startsWith("team:") ? owner.slice("team:".length) : undefined;

function addressed(
  destination: Destination,
  team: string | undefined,
  { mailboxesOf }: AboutFindings,
): readonly Destination[] {
  if (destination.via !== "mail" || "address" in destination) return [destination];
  const mailboxes = mailboxesOf(destination.who, team);
  return mailboxes.length === 0 ? [destination] : mailboxes.map((address) => ({ via: "mail", address }));
}

/** The destinations that hear of a finding at once, each once, whichever routes name it. */
export function immediateDestinations(finding: Finding, routes: readonly CompiledRoute[]): readonly Destination[] {
  const taken = routes.filter(
    ({ route, takes }) =>
      route.immediately !== undefined && rankOf(finding.severity) >= rankOf(route.immediately) && takes(finding),
  );
  const byKey = new Map(taken.flatMap(({ sends }) => sends(finding)).map((each) => [destinationKey(each), each]));
  return [...byKey.values()];
}

function subjectOf(finding: Finding, { accountId }: AboutFindings): Subject {
  const { about, severity, policy, rule } = finding;
  const tollgate = policy === "tollgate";
  return {
    finding: tollgate ? rule : `policy.${policy}`,
    severity,
    policy,
    team: teamOf(finding) ?? null,
    type: about.type,
    name: about.name,
    region: about.region ?? null,
    arn: finding.resource.startsWith("arn:") ? finding.resource : null,
    account: about.account === undefined ? null : (accountId(about.account) ?? null),
    // Of data, not of findings: a finding about Tollgate is about no data.
    ...(tollgate ? { labels: null, classification: null, dataset: null, workload: null } : {}),
  };
}
