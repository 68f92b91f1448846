import { describe, expect, test } from "vitest";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { localApi } from "#infra/local/local-api/function.ts";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import { type RouteContract, routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec, RouteSpec } from "#shared/runtime/function.ts";

const written = ({ method, path, open }: RouteSpec): string => `${method} ${path}${open === true ? " (open)" : ""}`;

const routesIn = (specs: readonly FunctionSpec[]): readonly string[] =>
  specs
    .flatMap(({ triggers }) => triggers.flatMap((trigger) => (trigger.kind === "http" ? trigger.routes : [])))
    .map(written)
    .toSorted();

const routesFrom = (contracts: readonly RouteContract[]): readonly string[] =>
  routesOf(contracts).map(written).toSorted();

const specs = FUNCTIONS.map(({ spec }) => spec);

describe("the contracts of the API", () => {
  test("are exactly the routes of all functions: none undescribed, none described that nobody answers", () => {
    expect(routesFrom(EVERY_CONTRACT)).toEqual(routesIn(specs));
  });

  test("of a laptop plane alone are exactly the routes of its own function, and no cloud host knows them", () => {
    expect(routesFrom(LOCAL_CONTRACTS)).toEqual(routesIn([localApi]));
    expect(specs.map(({ name }) => name)).not.toContain(localApi.name);
  });

  const all = [...EVERY_CONTRACT, ...LOCAL_CONTRACTS];

  test("name each operation, and each method of a path, once", () => {
    const twice = (values: readonly string[]) => values.filter((value, at) => values.indexOf(value) !== at);
    expect(twice(all.map(({ operation }) => operation))).toEqual([]);
    // Two paths that differ in the names of their parameters alone are one path to a router.
    expect(twice(all.map(({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`))).toEqual([]);
  });

  test.each(all.map((contract) => ({ contract, name: `${contract.method} ${contract.path}` })))(
    "$name has a schema for every parameter of its path, and a body only where one is sent",
    ({ contract }) => {
      const named = [...contract.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
      const declared = Object.keys((contract.params as { shape?: object } | undefined)?.shape ?? {});
      expect(declared.toSorted()).toEqual(named.toSorted());
      if (contract.method === "GET") expect(contract.body).toBeUndefined();
      expect(Object.keys(contract.answers).every((status) => /^20\d$/.test(status))).toBe(true);
    },
  );

  test("let nobody in without a token but where nothing is said about the company", () => {
    const open = EVERY_CONTRACT.filter((contract) => contract.open === true).map(({ operation }) => operation);
    expect(open.toSorted()).toEqual(["getHealth", "getOpenApi"]);
  });
});
