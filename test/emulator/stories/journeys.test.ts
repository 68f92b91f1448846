import { beforeAll, describe } from "vitest";
import { layCompany } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { accessJourneys } from "#test/scenario/journeys/access-journeys.ts";
import { costJourneys } from "#test/scenario/journeys/cost-journeys.ts";
import { policyJourneys } from "#test/scenario/journeys/policy-journeys.ts";

beforeAll(layCompany);

describe("on the deployed plane", () => {
  accessJourneys(deployedHost);
  policyJourneys(deployedHost);
  costJourneys(deployedHost);
});
