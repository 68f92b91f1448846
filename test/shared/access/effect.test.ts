import { describe, expect, test } from "vitest";
import { type EffectAsk, effectOf } from "#shared/access/effect.ts";
import { accountNumber, personId, requestId } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS } from "#test/support/access/request-world.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";

const catalog = catalogOf(DOCUMENTS);
const item = (account: string, environment: string) => ({
  dataset: "sales.orders",
  account,
  accountNumber: accountNumber("111122223333"),
  environment,
  template: "s3-prefix-read",
  parameters: {},
});
const inProd = { item: item("data-prod", "prod"), says: "can list and read files under s3://b/orders/; cannot write" };
const inDev = { item: item("data-dev", "dev"), says: "can list and read files under s3://d/orders/; cannot write" };
const ask: EffectAsk = { requester: personId("jon"), duration: hours(4) };

describe("the effect in words begins with what will be true for whom", () => {
  test.each([
    {
      because: "decided by people",
      ask,
      items: [inProd],
      byRule: false,
      sentence:
        "jon will be able to list and read files under s3://b/orders/ in prod for 4h after approval; cannot write. " +
        "Restricted, PII.",
      short: "list and read files under s3://b/orders/ in prod for 4h",
    },
    {
      because: "for somebody else",
      ask: { ...ask, beneficiary: personId("ben") },
      items: [inProd],
      byRule: false,
      sentence: expect.stringMatching(/^ben will be able to /),
      short: "list and read files under s3://b/orders/ in prod for 4h",
    },
    {
      because: "approved by rule",
      ask,
      items: [inDev],
      byRule: true,
      sentence:
        "jon will be able to list and read files under s3://d/orders/ in dev for 4h from now; cannot write. Internal.",
      short: "list and read files under s3://d/orders/ in dev for 4h",
    },
    {
      because: "to begin later",
      ask: { ...ask, startsAt: at("2026-11-24T09:00:00Z") },
      items: [inProd],
      byRule: false,
      sentence: expect.stringContaining(" for 4h from 2026-11-24T09:00:00.000Z; cannot write."),
      short: "list and read files under s3://b/orders/ in prod for 4h",
    },
    {
      because: "an extension",
      ask: { ...ask, extends: { request: requestId("R-1"), until: at("2026-11-23T14:00:00Z") } },
      items: [inProd],
      byRule: false,
      sentence: expect.stringMatching(/^jon will go on being able to list .* in prod until 2026-11-23T14:00:00.000Z; /),
      short: "list and read files under s3://b/orders/ in prod until 2026-11-23T14:00:00.000Z",
    },
    {
      because: "two places, and what cannot be done said once",
      ask,
      items: [inProd, inDev],
      byRule: false,
      sentence:
        "jon will be able to list and read files under s3://b/orders/ in prod, and to list and read files under " +
        "s3://d/orders/ in dev for 4h after approval; cannot write. Restricted, PII. Internal.",
      short:
        "list and read files under s3://b/orders/ in prod, and to list and read files under s3://d/orders/ in dev for 4h",
    },
    {
      because: "nothing could be compiled",
      ask,
      items: [{ ...inProd, says: undefined }],
      byRule: false,
      sentence: "jon will be able to do nothing by this",
      short: "nothing",
    },
  ])("$because", ({ ask: asked, items, byRule, sentence, short }) => {
    expect(effectOf(asked, items, { catalog, byRule })).toEqual({ sentence, short });
  });
});
