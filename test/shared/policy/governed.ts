import type { ResolvedWorkload } from "#shared/catalog/catalog.ts";
import type { Exemption } from "#shared/catalog/documents/exemption.ts";
import type {
  Policy,
  RetentionPolicy,
  RetentionRule,
  TaggingPolicy,
  TagRule,
} from "#shared/catalog/documents/policy.ts";
import type { Clause } from "#shared/catalog/documents/selector.ts";
import { parseCalendarDate } from "#shared/kernel/calendar.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { accountNumber, arn, groupName } from "#shared/kernel/ids.ts";
import { days, epochMillis } from "#shared/kernel/time.ts";
import { compilePolicies, type PolicyCatalog } from "#shared/policy/compile-policies.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource, Verdict } from "#shared/policy/judgement.ts";

/** 2026-11-23T12:00:00Z */
export const NOW = epochMillis(1_795_435_200_000);

const PIN = { version: 1, hash: sha256("0".repeat(64)) };

const group = [groupName("orders-leads")];

export const workload = (id: string, more: Partial<ResolvedWorkload> = {}): ResolvedWorkload => ({
  id,
  title: id,
  team: "orders",
  tier: 1,
  tag: { key: "Workload", values: [id] },
  match: [],
  reads: [],
  writes: [],
  ...PIN,
  ...more,
});

type Given = {
  readonly policies?: readonly Policy[];
  readonly exemptions?: readonly Exemption[];
  readonly workloads?: readonly ResolvedWorkload[];
};

/** A small company: workloads `orders-etl` and `finance-close`, cost centers CC-4102 and CC-9000. */
export function policyCatalog({ policies = [], exemptions = [], workloads }: Given): PolicyCatalog {
  const team = (id: string, costCenter: string) =>
    [id, { kind: "Team", id, members: group, lead: group, dataOwners: group, costCenter, ...PIN }] as const;
  const known = workloads ?? [workload("orders-etl"), workload("finance-close", { team: "finance" })];
  return {
    company: {
      kind: "Company",
      id: "saltmarsh",
      format: 1,
      zone: "Europe/London",
      currency: "USD",
      environments: ["dev", "test", "prod"],
      classifications: ["public", "internal", "confidential", "restricted"],
      labels: { PII: "confidential" },
      workloadTag: "Workload",
      segregation: "basic",
    },
    teams: new Map([team("orders", "CC-4102"), team("finance", "CC-9000")]),
    datasets: new Map(),
    workloads: new Map(known.map((each) => [each.id, each])),
    policies: new Map(policies.map((each) => [each.id, { ...each, ...PIN }])),
    exemptions: new Map(exemptions.map((each) => [each.id, { ...each, ...PIN }])),
  };
}

type TaggingGiven = {
  readonly id?: string;
  readonly mode?: Policy["mode"];
  readonly scope?: readonly Clause[];
  readonly tags?: Readonly<Record<string, Partial<TagRule>>>;
  readonly prohibited?: readonly string[];
  readonly maxUserTags?: number;
  readonly actions?: readonly ("tag.set" | "tag.renameAlias" | "tag.mapValue")[];
};

export function tagging(given: TaggingGiven): TaggingPolicy {
  const { id = "core-tags", mode = "enforce", scope = [{}], tags = {}, prohibited, maxUserTags, actions } = given;
  return {
    kind: "Policy",
    id,
    type: "tagging",
    mode,
    severity: "medium",
    trigger: { events: true },
    scope,
    tagging: {
      tags: Object.fromEntries(Object.entries(tags).map(([key, rule]) => [key, { required: true, ...rule }])),
      ...(prohibited === undefined ? {} : { prohibited }),
      ...(maxUserTags === undefined ? {} : { maxUserTags }),
    },
    ...(actions === undefined ? {} : { enforcement: { actions } }),
  };
}

/** In whole days; the document has milliseconds. */
type DayRule = {
  readonly control: string;
  readonly prefix?: string;
  readonly min?: number;
  readonly max?: number;
  readonly unset?: number;
};

type RetentionGiven = {
  readonly id?: string;
  readonly mode?: Policy["mode"];
  readonly scope?: readonly Clause[];
  readonly rules: readonly DayRule[];
  readonly legalHold?: Readonly<Record<string, readonly string[]>>;
};

export function retention(given: RetentionGiven): RetentionPolicy {
  const { id = "retention", mode = "enforce", scope = [{}], rules, legalHold } = given;
  return {
    kind: "Policy",
    id,
    type: "retention",
    mode,
    severity: "high",
    trigger: { events: true },
    scope,
    retention: {
      ...(legalHold === undefined ? {} : { legalHold: { tag: legalHold } }),
      rules: rules.map(inMillis),
    },
  };
}

const inMillis = ({ control, prefix, min, max, unset }: DayRule): RetentionRule => ({
  control,
  ...(prefix === undefined ? {} : { prefix }),
  ...(min === undefined ? {} : { min: days(min) }),
  ...(max === undefined ? {} : { max: days(max) }),
  ...(unset === undefined ? {} : { unset: days(unset) }),
});

export function exemption(given: Partial<Omit<Exemption, "until">> & { readonly until: string }): Exemption {
  const until = parseCalendarDate(given.until);
  if (until === undefined) throw new RangeError(`no day: ${given.until}`);
  return {
    kind: "Exemption",
    id: "audit-trail",
    policy: ["retention"],
    match: [{}],
    reason: "GRC-881",
    ...given,
    until,
  };
}

export const logGroup = (more: Partial<JudgedResource> = {}): JudgedResource => ({
  arn: arn("arn:aws:logs:eu-west-1:111122223333:log-group:/app"),
  type: "logs.log-group",
  account: accountNumber("111122223333"),
  region: "eu-west-1",
  name: "/app",
  tags: {},
  retention: { "logs.retention": 400 },
  attributes: {},
  ...more,
});

/** As {@link logGroup}, of a resource whose tags could not be read. */
export function withoutTags({ tags: _, ...rest }: JudgedResource): JudgedResource {
  return rest;
}

export const facts = (more: Partial<ResourceFacts> = {}): ResourceFacts => ({
  now: NOW,
  account: "data-prod",
  ou: "/Data/Prod",
  environment: "prod",
  team: "orders",
  dataset: null,
  workload: null,
  tier: 1,
  classification: "internal",
  labels: [],
  retention: null,
  ...more,
});

/** All verdicts of some policies on one resource. */
export function verdicts(
  given: Given & { readonly resource?: JudgedResource; readonly facts?: ResourceFacts },
): readonly Verdict[] {
  return compilePolicies(policyCatalog(given))(given.resource ?? logGroup(), given.facts ?? facts()).verdicts;
}

/** The one verdict of one policy with one rule. */
export function verdict(given: Parameters<typeof verdicts>[0]): Verdict {
  const [only, ...others] = verdicts(given);
  if (only === undefined || others.length > 0) throw new RangeError(`expected one verdict, got ${others.length + 1}`);
  return only;
}
