import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { bearer, JSON_TYPE } from "#test/support/api/call.ts";
import { type Judge, judgeOf } from "#test/support/api/judged-call.ts";
import { callsOf, filledPath, isWellFormed, textsOf } from "#test/support/api/made-up.ts";
import { type StateWatch, watchState } from "#test/support/api/state-dump.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

// A clock set forward by chance would run a year of schedules: what it refuses is tested by hand.
const CONTRACTS = [...EVERY_CONTRACT, ...LOCAL_CONTRACTS].filter(({ operation }) => operation !== "advanceClock");

const CALLS_PER_ROUTE = 8;

let plane: RunningTestPlane;
let state: StateWatch;
let judge: Judge;
let tokens: readonly (string | undefined)[];
let words: fc.Arbitrary<string>;

beforeAll(async () => {
  plane = await runningPlane({ still: true });
  tokens = [
    undefined,
    await plane.tokenOf("ada.berg"),
    await plane.tokenOf("finn.hale"),
    await plane.tokenOf("dan.moss"),
  ];
  await plane.settled();
  state = watchState(plane.home.stateFile);
  judge = judgeOf(plane.url, state);
  words = fc.oneof(fc.constantFrom(...FORMS), fc.constantFrom(...(await namesOf(plane.url, tokens[2]))));
});

afterAll(async () => {
  state.close();
  await plane.close();
});

/** Names of what there is, and some that only look so. */
async function namesOf(url: string, token: string | undefined): Promise<readonly string[]> {
  const found = await Promise.all(
    ["/v1/catalog/datasets", "/v1/access/catalog", "/v1/findings", "/v1/policies", "/v1/local/sandbox/resources"].map(
      async (path) => (await fetch(`${url}${path}`, { headers: bearer(token) })).text(),
    ),
  );
  const quoted = found.flatMap((text) => [...text.matchAll(/"((?:[^"\\]|\\.){1,80})"/g)].map(([, word]) => word ?? ""));
  return [...new Set(quoted)];
}

/** Texts of forms that contracts ask for. */
const FORMS = [
  ...["4h", "P1D", "90m", "2026-10", "2026-11-23", "2026-11-23T10:00:00Z", "0.25", "12.5%", "1200 USD"],
  ...["finn.hale", "Policy", "Dataset", "report.html", "a.csv", "{{name}}", "111122223333", "R-1", "F-1"],
];

const ask = (made: { readonly query: unknown }): string => {
  const query = new URLSearchParams(textsOf(made.query)).toString();
  return query === "" ? "" : `?${query}`;
};

/** Calls that the contract takes, out of many that its schema describes. */
function wellFormedCalls(contract: RouteContract) {
  const calls = fc.sample(dressed(contract), { numRuns: 400, seed: 2_026 });
  const taken = calls.filter(({ call }) => isWellFormed(contract, call)).slice(0, CALLS_PER_ROUTE);
  expect(taken, "calls that its contract takes").not.toEqual([]);
  return taken;
}

const dressed = (contract: RouteContract) =>
  fc.record({
    call: callsOf(contract, words),
    who: fc.nat({ max: 3 }),
    revision: fc.constantFrom('"1"', '"2"', 'W/"3"', "7"),
    key: fc.constantFrom("key-1", "key-2", "key-3"),
  });

describe.each(CONTRACTS.map((contract) => ({ contract, name: `${contract.method} ${contract.path}` })))(
  "$name",
  ({ contract }) => {
    test("answers calls that are well-formed and mean nothing by its contract, and changes nothing it refuses", async () => {
      for (const { call, who, revision, key } of wellFormedCalls(contract)) {
        await judge.call(
          {
            method: contract.method,
            path: `${filledPath(contract.path, call.params as { [name: string]: unknown })}${ask(call)}`,
            headers: { ...JSON_TYPE, ...bearer(tokens[who]), "if-match": revision, "idempotency-key": key },
            ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
          },
          contract,
        );
      }
      expect(judge.faults.splice(0)).toEqual([]);
    });
  },
);
