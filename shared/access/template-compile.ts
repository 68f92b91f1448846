import type { Statement } from "#shared/access/grant.ts";
import { type Filling, fillText } from "#shared/access/template-fill.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Place } from "#shared/catalog/documents/place.ts";
import type { Template, TemplateParameter } from "#shared/catalog/documents/template.ts";
import { answersOf } from "#shared/kernel/answers-of.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";

/** What a template is filled for. */
export type CompileAsk = {
  readonly dataset: string;
  /** The id of the Account document. */
  readonly account: string;
  readonly template: string;
  readonly parameters: { readonly [name: string]: string };
};

/** The Allows of an item, without their dates, and what they mean in words. */
export type Compiled = { readonly statements: readonly Statement[]; readonly effect: string };

/** Why nothing was compiled: sentences. Nothing is ever compiled in part. */
export type CompileFault = { readonly kind: "cannot-compile"; readonly problems: readonly string[] };

type CompiledOrNot = Result<Compiled, CompileFault>;

const known = answersOf<Catalog, CompiledOrNot>();

/**
 * The statements of a template for one dataset in one account: every place that the template opens,
 * and the templates it brings along. Placeholders come from the place, the parameters and the account. Done once for each
 * catalogue.
 */
export const compileTemplate = (catalog: Catalog, ask: CompileAsk): CompiledOrNot =>
  known(catalog, JSON.stringify([ask.dataset, ask.account, ask.template, ask.parameters]), () =>
    compiled(catalog, ask),
  );

function compiled(catalog: Catalog, ask: CompileAsk): CompiledOrNot {
  const template = catalog.templates.get(ask.template);
  const account = catalog.accounts.get(ask.account);
  const at = catalog.datasets.get(ask.dataset)?.at.find((each) => each.account === ask.account);
  if (template === undefined || account === undefined || at === undefined) {
    return fault([`Cannot find "${ask.template}" on "${ask.dataset}" in account "${ask.account}"`]);
  }
  const family = [template, ...(template.with ?? []).flatMap((id) => catalog.templates.get(id) ?? [])];
  const values = parameterValues(family, ask.parameters);
  if (!values.ok) return values;
  const opened = at.places.filter(({ kind }) => kind === template.for);
  if (opened.length === 0)
    return fault([`Cannot open "${ask.dataset}" there: it has no place of kind "${template.for}"`]);
  const fillingOf = (place: Place): Filling => ({
    one: { ...values.value, ...placeValues(place), account: account.account },
    many: { region: account.regions, kmsKey: account.regions.map((region) => anyKeyOf(region, account.account)) },
  });
  const filled = family.flatMap((each) =>
    at.places.filter(({ kind }) => kind === each.for).map((place) => filledTemplate(each, fillingOf(place))),
  );
  const problems = filled.flatMap((each) => (each.ok ? [] : each.error.problems));
  if (problems.length > 0) return fault([...new Set(problems)]);
  return ok({
    statements: filled.flatMap((each) => (each.ok ? each.value : [])),
    effect: opened.map((place) => fillText(template.effect, fillingOf(place)).values.join(", ")).join("; "),
  });
}

/**
 * No document says which key encrypts a place, so any key of the account's region stands for it; the
 * template narrows it by `kms:ViaService` to that service, and by `kms:EncryptionContext:aws:s3:arn` to this place: S3 gives the
 * ARN of the bucket where it has a bucket key, else that of the object (Amazon S3 User Guide, "Encryption context").
 */
const anyKeyOf = (region: string, account: string): string => `arn:aws:kms:${region}:${account}:key/*`;

const fault = (problems: readonly string[]) => err({ kind: "cannot-compile", problems } as const);

function placeValues(place: Place): { readonly [name: string]: string } {
  const { kind: _kind, text: _text, ...values } = place;
  return values;
}

function filledTemplate(template: Template, filling: Filling): Result<readonly Statement[], CompileFault> {
  const problems: string[] = [];
  const fill = (text: string): readonly string[] => {
    const { values, missing } = fillText(text, filling);
    for (const name of missing) problems.push(`Cannot fill "{${name}}" of template "${template.id}": nothing gives it`);
    return values;
  };
  const statements = template.allow.map(({ actions, resources, conditions = {} }) => ({
    actions,
    resources: resources.flatMap(fill),
    conditions: filledConditions(conditions, fill),
  }));
  return problems.length > 0 ? fault(problems) : ok(statements);
}

const filledConditions = (
  conditions: { readonly [operator: string]: { readonly [key: string]: readonly string[] } },
  fill: (text: string) => readonly string[],
): JsonObject =>
  Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.flatMap(fill)])),
    ]),
  );

type Values = { readonly [name: string]: string };

function parameterValues(family: readonly Template[], given: Values): Result<Values, CompileFault> {
  const known = new Map(family.flatMap(({ parameters = {} }) => Object.entries(parameters)));
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  const problems = unknown.map((name) => `Cannot use the parameter "${name}": the template has none of that name`);
  const values: [string, string][] = [];
  for (const [name, parameter] of known) {
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
    const problem = value === undefined ? "it has to be given" : parameterProblem(parameter, value);
    if (problem !== undefined) problems.push(`Cannot use the parameter "${name}": ${problem}`);
    else values.push([name, asFolder(parameter, value ?? "")]);
  }
  return problems.length > 0 ? fault(problems) : ok(Object.fromEntries(values));
}

/** `2026` means the folder, not everything whose name begins so. */
const asFolder = ({ type }: TemplateParameter, value: string): string =>
  type === "path" && value !== "" && !value.endsWith("/") ? `${value}/` : value;

/** Wildcards and variables of IAM would widen what is given; dots would leave the folder. */
function parameterProblem({ type }: TemplateParameter, value: string): string | undefined {
  if (value.length > 500) return "it is longer than 500 characters";
  const pattern = type === "path" ? /^[\p{L}\p{N} !'()+,.:=@_/-]*$/u : /^[\p{L}\p{N} +,.:=@_-]*$/u;
  if (!pattern.test(value)) return `"${value}" has characters that are not allowed in a ${type}`;
  if (type !== "path") return undefined;
  const steps = value.split("/");
  if (value.startsWith("/") || steps.slice(0, -1).includes("")) return `"${value}" is no path inside the dataset`;
  return steps.includes("..") || steps.includes(".") ? `"${value}" leads out of the dataset` : undefined;
}
