import type { Company, Defaults } from "#shared/catalog/documents/company.ts";
import { duration, durationRange, TIERS } from "#shared/contracts/documents/amounts.ts";
import { list, mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { zone } from "#shared/contracts/documents/moments.ts";
import { label, region, vocabularyWord } from "#shared/contracts/documents/names.ts";
import { pattern } from "#shared/contracts/documents/pattern.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { checked, complainAt, type Place, type Shape, scalar } from "#shared/contracts/documents/shape.ts";
import { formed, value, word } from "#shared/contracts/documents/words.ts";

const format: Shape<1> = scalar<1>({
  code: "format",
  is: "this version reads format 1",
  schema: { enum: [1, "1"] },
  parse: (text) => (text === "1" ? { value: 1 } : { refused: {} }),
});

const defaults: Shape<Defaults> = record(
  {
    freshness: optional(duration, "The oldest data may be", "6h"),
    acknowledge: optional(duration, "A finding is looked at within", "4h"),
    resolve: optional(duration, "A finding is put right within", "2d"),
    review: optional(duration, "Who has access is looked over this often", "180d"),
    retention: optional(durationRange, "How long data is kept", { min: "30d", max: "400d" }),
    requires: optional(oneOrMore(word(["runbook"])), "Fields that must then be written", ["runbook"]),
  },
  { thing: "defaults" },
);

const byTierAndClass = record(
  {
    tier: optional(mapOf({ key: word(TIERS), value: defaults, pointsAt: "key" }), "By tier", {
      1: { freshness: "6h" },
    }),
    classification: optional(mapOf({ key: vocabularyWord, value: defaults, pointsAt: "key" }), "By classification", {
      internal: { retention: { max: "1096d" } },
    }),
  },
  { thing: "defaults" },
);

const currency = formed({
  code: "currency",
  is: 'a currency is written with its three letters, such as "USD"',
  pattern: /^[A-Z]{3}$/,
  make: (text) => text,
});

const words = list(vocabularyWord, { min: 1, max: 20 });

const whole: Shape<Company> = documentShape("Company", {
  format: required(format, "Version of the document language", 1),
  zone: required(zone, "Of every schedule, date and hour that names no other", "Europe/London"),
  currency: required(currency, "Of every amount", "USD"),
  environments: required(words, "Least to most protected", ["dev", "test", "prod"]),
  classifications: required(words, "Least to most protected", ["public", "internal", "confidential", "restricted"]),
  labels: required(
    mapOf({ key: label, value: vocabularyWord, pointsAt: "value" }),
    "The lowest classification that data with the label may have",
    { PII: "confidential" },
  ),
  workloadTag: required(value, "What is tagged with it belongs to the workload it names", "Workload"),
  ticket: optional(pattern, "What a ticket looks like", "[A-Z]{2,8}-[0-9]+"),
  segregation: required(
    word(["basic", "strict"]),
    "strict: requester, beneficiary, approver and author of the rule are four people",
    "basic",
  ),
  residency: optional(
    mapOf({ key: vocabularyWord, value: oneOrMore(region), pointsAt: "key" }),
    "Regions where data of a classification may be",
    { restricted: ["eu-west-1"] },
  ),
  defaults: optional(byTierAndClass, "A field by tier or by classification, never by both", {
    tier: { 1: { freshness: "6h" } },
  }),
});

export const company: Shape<Company> = checked(whole, (written, place) => {
  namedOnce(written.environments, "environments", place);
  namedOnce(written.classifications, "classifications", place);
});

function namedOnce(words: readonly string[], field: string, place: Place): void {
  for (const [at, found] of words.entries()) {
    if (words.indexOf(found) === at) continue;
    complainAt(place, `/${field}/${at}`, {
      code: "twice",
      message: `Cannot rank ${quoted(found)}: it is in ${field} twice`,
    });
  }
}
