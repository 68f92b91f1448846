import { ACCESS_LEVELS, LEVELS } from "#shared/catalog/documents/document.ts";
import {
  CHANGE_KINDS,
  type Clause,
  type Criteria,
  type Match,
  REQUEST_KINDS,
  type Selector,
} from "#shared/catalog/documents/selector.ts";
import { amountRange, durationRange, tier } from "#shared/contracts/documents/amounts.ts";
import { list, mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { month } from "#shared/contracts/documents/moments.ts";
import { idPattern, label, ou, vocabularyWord } from "#shared/contracts/documents/names.ts";
import { optional, record } from "#shared/contracts/documents/record.ts";
import { byForm, checked, complainAt, mapped, type Shape, under } from "#shared/contracts/documents/shape.ts";
import { value, word } from "#shared/contracts/documents/words.ts";

const values = oneOrMore(value);
const ids = oneOrMore(idPattern);
const byName = mapOf({ key: value, value: values, pointsAt: "value" });

const RESOURCE = {
  arn: optional(values, "ARN, with wildcards", "arn:aws:s3:::saltmarsh-sales-prod"),
  type: optional(values, "Type of resource, with wildcards", ["s3.bucket", "rds.*"]),
  name: optional(values, "Name, with wildcards", "orders-*"),
  account: optional(ids, "Account, by the id of its document", "data-prod"),
  ou: optional(oneOrMore(ou), "Organizational unit, and everything below it", "/Data"),
  region: optional(values, "Region", "eu-west-1"),
  tag: optional(byName, 'Tags by key; "*" is any value', { Workload: "orders-etl" }),
};

const BILLING = { billing: optional(byName, "Columns of the bill (FOCUS)", { ServiceName: "AWS Glue" }) };

const CATALOG = {
  team: optional(ids, "Owning team", "orders"),
  dataset: optional(ids, "Dataset", "sales.orders"),
  workload: optional(ids, "Workload", "orders-etl"),
  environment: optional(oneOrMore(vocabularyWord), "Environment of the company", "prod"),
  tier: optional(oneOrMore(tier), "Tier", [0, 1]),
  classification: optional(oneOrMore(vocabularyWord), "Classification of the company", "restricted"),
  labels: optional(oneOrMore(label), "Any of these labels", ["PII"]),
};

const REQUEST = {
  request: optional(oneOrMore(word(REQUEST_KINDS)), "What is asked", "access"),
  access: optional(oneOrMore(word(ACCESS_LEVELS)), "Level of access", "read"),
  template: optional(ids, "Template", "s3-prefix-read"),
  danger: optional(oneOrMore(word(LEVELS)), "Danger of the template", ["high", "critical"]),
  change: optional(oneOrMore(word(CHANGE_KINDS)), "What a policy change touches", "iam"),
  duration: optional(durationRange, "How long", { max: "8h" }),
  estimate: optional(amountRange, "What it is expected to cost", { max: "200 USD" }),
  hours: optional(ids, "It is these hours (a Calendar)", "office"),
  oncall: optional(ids, "The person is on this rota (a Calendar)", "orders-oncall"),
};

const FINDING = {
  finding: optional(values, "Kind of finding", "access.orphan"),
  severity: optional(oneOrMore(word(LEVELS)), "Severity", ["high", "critical"]),
  policy: optional(ids, "Policy", "core-tags"),
};

const RESOURCES = { ...RESOURCE, ...CATALOG };
const BILLED = { ...RESOURCE, ...BILLING };
const REQUESTS = { ...CATALOG, ...REQUEST, account: RESOURCE.account, ou: RESOURCE.ou, region: RESOURCE.region };
const FINDINGS = { ...RESOURCE, ...CATALOG, ...FINDING };
const SPEND = { ...RESOURCE, ...BILLING, ...CATALOG };

type Keys = Parameters<typeof record>[0];

const EXCEPT = "What is left out";

/** A map without keys would fit everything, which nobody writes on purpose. */
const narrowed = <Each extends object>(each: Shape<Each>): Shape<Each> =>
  checked(each, (clause, place) => {
    const keys = Object.keys(clause).filter((key) => key !== "except" && key !== "from");
    if (keys.length > 0) return;
    const message = "Cannot read a selector without keys: it would fit everything";
    complainAt(place, "", { code: "selector", message });
  });

/** One or several maps; a map alone is a list of one in the parsed form. */
const several = <Each>(each: Shape<Each>): Shape<readonly Each[]> =>
  byForm<readonly Each[]>(
    { map: mapped(under(each, 0), (only) => [only]), list: list(each, { min: 1 }) },
    { code: "selector", is: "a selector is a map such as {environment: prod}, or a list of such maps" },
  );

const criteria = <Of extends Keys>(keys: Of, thing: string): Shape<Criteria> =>
  narrowed(record(keys, { thing }) as Shape<Criteria>);

const clauseOf = <Of extends Keys>(keys: Of, thing: string): Shape<Clause> =>
  narrowed(
    record(
      { ...keys, except: optional(several(criteria(keys, "except")), EXCEPT, { environment: "dev" }) },
      { thing },
    ) as Shape<Clause>,
  );

/** What is judged: resources and what the catalogue knows of them. */
export const resourceSelector: Shape<Selector> = several(clauseOf(RESOURCES, "a scope"));

/** What an exemption frees. */
export const exemptionMatch: Shape<Selector> = several(clauseOf(RESOURCES, "a match"));

/** What a cost rule shares out. */
export const poolMatch: Shape<Selector> = several(clauseOf(BILLED, "a match"));

/** What belongs to a workload, and from which month on. */
export const workloadMatch: Shape<readonly Match[]> = several(
  narrowed(
    record(
      {
        ...BILLED,
        except: optional(several(criteria(BILLED, "except")), EXCEPT, { region: "us-east-1" }),
        from: optional(month, "The first month it counts for spend", "2026-10"),
      },
      { thing: "a match" },
    ) as Shape<Match>,
  ),
);

/** Which requests a policy decides. One map: the scopes of two policies can be compared. */
export const requestScope: Shape<Clause> = clauseOf(REQUESTS, "a scope");

/** Which requests a rule fits. */
export const requestSelector: Shape<Selector> = several(clauseOf(REQUESTS, "when"));

/** Which findings a route carries. */
export const findingSelector: Shape<Selector> = several(clauseOf(FINDINGS, "when"));

/** What a report is about. */
export const reportScope: Shape<Selector> = several(clauseOf(SPEND, "a scope"));
