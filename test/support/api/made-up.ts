import fc from "fast-check";
import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { type JsonSchema, satisfying } from "#test/support/api/json-arbitrary.ts";

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;

const MEANS_NOTHING = fc.constantFrom("x", "a-b", "1");

/** Path parameters of the form that a route wants, naming nothing that exists: always the same ones. */
export const paramsOf = (contract: RouteContract): { readonly [name: string]: string } => madeUp(contract.params);

/** A body of the form that a route wants, meaning nothing: always the same one. */
export const bodyOf = (contract: RouteContract): { readonly [name: string]: unknown } => madeUp(contract.body);

function madeUp<Value>(schema: z.ZodType | undefined): { readonly [name: string]: Value } {
  if (schema === undefined) return {};
  const values = fc.sample(satisfying(schemaOf(schema), MEANS_NOTHING), { numRuns: 20, seed: 7 });
  const good = values.find((value) => schema.safeParse(value).success) ?? values[0];
  return good as { readonly [name: string]: Value };
}

/** Calls that satisfy what is written of a route's path, query and body, with `words` for their free texts. */
export const callsOf = (contract: RouteContract, words: fc.Arbitrary<string>) =>
  fc.record({
    params: contract.params === undefined ? fc.constant({}) : satisfying(schemaOf(contract.params), words),
    query: contract.query === undefined ? fc.constant({}) : satisfying(schemaOf(contract.query), words),
    body: contract.body === undefined ? fc.constant(undefined) : satisfying(schemaOf(contract.body), words),
  });

export type MadeUpCall = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** Whether the route's own contract takes a call: a schema says less than what parses by it. */
export const isWellFormed = (contract: RouteContract, { params, query, body }: MadeUpCall): boolean =>
  takes(contract.params, params) && takes(contract.query, textsOf(query)) && takes(contract.body, body);

const takes = (schema: z.ZodType | undefined, value: unknown): boolean =>
  schema === undefined || schema.safeParse(value).success;

/** A query as it comes in: texts alone. */
export const textsOf = (query: unknown): { readonly [name: string]: string } =>
  Object.fromEntries(Object.entries(query as object).map(([name, value]) => [name, String(value).toWellFormed()]));

/** The path with its parameters in their places, percent-encoded. */
export const filledPath = (path: string, params: { readonly [name: string]: unknown }): string =>
  path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(params[name]).toWellFormed()) || "x");
