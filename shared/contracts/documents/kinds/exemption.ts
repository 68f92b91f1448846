import type { Exemption } from "#shared/catalog/documents/exemption.ts";
import { oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { date } from "#shared/contracts/documents/moments.ts";
import { reference } from "#shared/contracts/documents/names.ts";
import { required } from "#shared/contracts/documents/record.ts";
import { exemptionMatch } from "#shared/contracts/documents/selectors.ts";
import { checked, complainAt, type Shape } from "#shared/contracts/documents/shape.ts";
import { freeText } from "#shared/contracts/documents/words.ts";

const LONGEST_DAYS = 365;

const DAY = 86_400_000;

const whole: Shape<Exemption> = documentShape("Exemption", {
  policy: required(oneOrMore(reference("a policy", "retention-restricted")), "From which policies", [
    "retention-restricted",
  ]),
  match: required(exemptionMatch, "What is exempt", [{ arn: "arn:aws:s3:::saltmarsh-audit" }]),
  until: required(date, "The last day, at most 365 days ahead", "2027-09-30"),
  reason: required(
    freeText({ longest: 1_000 }),
    "Why, for the people who decide",
    "The regulator asked for seven years",
  ),
});

export const exemption: Shape<Exemption> = checked(whole, ({ until }, place) => {
  const last = new Date(Date.parse(`${place.today}T00:00:00Z`) + LONGEST_DAYS * DAY).toISOString().slice(0, 10);
  if (until <= last) return;
  const message = `Cannot exempt until "${until}": at most ${LONGEST_DAYS} days ahead, so until "${last}"`;
  complainAt(place, "/until", { code: "too-long", message });
});
