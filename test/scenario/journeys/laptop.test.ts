import { afterAll, beforeAll, describe } from "vitest";
import { accessJourneys } from "#test/scenario/journeys/access-journeys.ts";
import { costJourneys } from "#test/scenario/journeys/cost-journeys.ts";
import { laptopHost } from "#test/scenario/journeys/laptop-host.ts";
import { policyJourneys } from "#test/scenario/journeys/policy-journeys.ts";

let host: Awaited<ReturnType<typeof laptopHost>>;

beforeAll(async () => {
  host = await laptopHost();
}, 60_000);

afterAll(() => host.close());

describe("on the laptop", () => {
  accessJourneys(() => host);
  policyJourneys(() => host);
  costJourneys(() => host);
});
