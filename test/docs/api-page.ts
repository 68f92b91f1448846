import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import { openApiOf } from "#shared/contracts/http/openapi.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { code, GENERATED, markdownTable, page } from "#test/docs/markdown.ts";

type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
};
type Content = { readonly content: { readonly [type: string]: { readonly schema: Schema } } };
type Operation = {
  readonly summary: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: { readonly [status: string]: Content };
};
type Description = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
};

const described = (contracts: readonly RouteContract[]): Description =>
  JSON.parse(JSON.stringify(openApiOf(contracts, "1")));

/** docs/reference/api.md: every route with who may call it, what it takes and answers, and how it refuses. */
export function apiPage(): string {
  const contracts = [...EVERY_CONTRACT, ...LOCAL_CONTRACTS];
  const { paths, components } = described(contracts);
  const routes = contracts.flatMap((contract) => {
    const operation = paths[contract.path]?.[contract.method.toLowerCase()];
    return operation === undefined ? [] : routeSection(contract, operation);
  });
  const shapes = Object.entries(components.schemas).flatMap(([name, schema]) => [`### ${name}`, fields(schema)]);
  return page(
    "# HTTP API",
    GENERATED,
    "The same as data: `GET /v1/openapi.json`, OpenAPI 3.1. Every refusal is `application/problem+json` with `detail`, often `pointer` and `remedy`, and a `requestId`. Fields marked * must be there.",
    "## Routes",
    ...routes,
    "## Shapes",
    ...shapes,
  );
}

function routeSection(contract: RouteContract, operation: Operation): readonly string[] {
  const who =
    contract.open === true
      ? "anybody, without a token"
      : (contract.roles?.join(" or ") ?? "everybody in the directory");
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses).map(([status, { content }]) => [
    status,
    status.startsWith("2")
      ? shapeOf(Object.values(content)[0]?.schema ?? {})
      : (contract.problems?.[Number(status)] ?? "any other refusal"),
  ]);
  return [
    `### ${contract.method} ${contract.path}`,
    `${contract.summary}. Open to: ${who}.`,
    markdownTable(
      ["Parameter", "In", "Needed", "What"],
      operation.parameters.map(({ name, in: place, required, schema }) => [
        code(name),
        place,
        required ? "yes" : "no",
        shapeOf(schema),
      ]),
    ),
    body === undefined ? "" : `Body: ${shapeOf(body)}${body.properties === undefined ? "" : `\n\n${fields(body)}`}`,
    markdownTable(["Answer", "What"], answers),
  ];
}

const fields = ({ properties = {}, required = [], ...schema }: Schema): string =>
  Object.keys(properties).length === 0
    ? shapeOf(schema)
    : markdownTable(
        ["Field", "What"],
        Object.entries(properties).map(([name, inner]) => [
          `${code(name)}${required.includes(name) ? " *" : ""}`,
          shapeOf(inner),
        ]),
      );

/** A schema in a few words; what has a name is linked by it. */
function shapeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(", ");
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(shapeOf))].join(" or ");
  if (schema.type === "array") return `list of ${shapeOf(schema.items ?? {})}`;
  if (schema.properties !== undefined) {
    const names = Object.keys(schema.properties).map(
      (name) => `${name}${schema.required?.includes(name) === true ? "*" : ""}`,
    );
    return names.length === 0 ? "an empty object" : `object of ${code(names.join(", "))}`;
  }
  const pattern = schema.pattern === undefined ? "" : ` like ${code(schema.pattern)}`;
  return `${schema.type ?? "any JSON"}${pattern}`;
}
