import { ACCESS_LEVELS, LEVELS } from "#shared/catalog/documents/document.ts";
import type { Template, TemplateParameter, TemplateStatement } from "#shared/catalog/documents/template.ts";
import { duration } from "#shared/contracts/documents/amounts.ts";
import { list, mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { documentShape } from "#shared/contracts/documents/document-shape.ts";
import { reference } from "#shared/contracts/documents/names.ts";
import { placeholderFault, placeholdersOf } from "#shared/contracts/documents/placeholders.ts";
import { PLACE_KINDS } from "#shared/contracts/documents/places.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { checked, complainAt, type Place, type Shape, scalar } from "#shared/contracts/documents/shape.ts";
import { formed, freeText, value, word } from "#shared/contracts/documents/words.ts";

/** What a grant may do is named one by one: a pattern would grow with every action that AWS adds. */
const action = scalar<string>({
  code: "action",
  is: 'an action is written with its service, such as "s3:GetObject"',
  schema: { type: "string", pattern: "^[a-z0-9-]+:[A-Za-z0-9]+$" },
  parse(text) {
    if (/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(text)) return { value: text };
    const wide = /[*?]/.test(text);
    return {
      refused: wide ? { because: "name each action; a pattern would grow by itself", code: "wide-action" } : {},
    };
  },
});

const ONLY_ALLOW = "only what is allowed can be written, by naming it; leave it out";

const FORBIDDEN: { readonly [key: string]: string } = Object.fromEntries(
  [
    "deny",
    "Deny",
    "effect",
    "Effect",
    "notActions",
    "NotAction",
    "notAction",
    "notResources",
    "NotResource",
    "Principal",
  ].map((key) => [key, ONLY_ALLOW]),
);

/** The compiler writes these itself, on every statement. */
const DATES = ["aws:currenttime", "aws:epochtime", "aws:tokenissuetime"];

const conditionKey = scalar<string>({
  code: "condition",
  is: 'a condition key is written such as "s3:prefix"',
  schema: { type: "string" },
  parse(text) {
    if (DATES.includes(text.toLowerCase()))
      return { refused: { because: "dates are added to every statement by themselves" } };
    return /^[a-zA-Z0-9-]+:[\w/:.{}-]+$/.test(text) ? { value: text } : { refused: {} };
  },
});

const operator = formed({
  code: "condition",
  is: 'a condition begins with its operator, such as "StringLike"',
  pattern: /^(?:For(?:All|Any)Values:)?(?:String|Numeric|Date|Bool|Binary|Ip|Arn|Null)[A-Za-z]*$/,
  make: (text) => text,
});

const statement: Shape<TemplateStatement> = record(
  {
    actions: required(oneOrMore(action), "Actions, each by its name", ["s3:GetObject"]),
    resources: required(oneOrMore(value), "ARNs, with placeholders", ["arn:aws:s3:::{bucket}/{prefix}*"]),
    conditions: optional(
      mapOf({
        key: operator,
        value: mapOf({ key: conditionKey, value: oneOrMore(value), pointsAt: "value" }),
        pointsAt: "key",
      }),
      "Operator, then key, then values",
      { StringLike: { "s3:prefix": "{prefix}*" } },
    ),
  },
  { thing: "a statement", forbidden: FORBIDDEN },
);

const parameter: Shape<TemplateParameter> = record(
  {
    type: required(word(["path", "name", "text"]), "What it may be", "path"),
    default: optional(freeText({ empty: "allowed", longest: 512 }), "Without it, it must be given", ""),
    about: optional(freeText({ longest: 200 }), "What it is for", "a folder inside the dataset"),
  },
  { thing: "a parameter" },
);

const parameterName = formed({
  code: "parameter",
  is: 'a parameter is named by one word, such as "below"',
  pattern: /^[a-z][A-Za-z0-9]{0,39}$/,
  make: (text) => text,
});

const whole: Shape<Template> = documentShape("Template", {
  for: required(word(PLACE_KINDS), "The kind of place it opens", "s3"),
  access: required(word(ACCESS_LEVELS), "How far it goes", "read"),
  danger: required(word(LEVELS), "What harm it can do", "low"),
  max: required(duration, "The longest it is granted", "12h"),
  effect: required(
    freeText({ longest: 500 }),
    "What its holder can do, with placeholders",
    "can list and read files under s3://{bucket}/{prefix}",
  ),
  parameters: optional(mapOf({ key: parameterName, value: parameter, pointsAt: "key" }), "What may be asked for", {
    below: { type: "path", default: "" },
  }),
  with: optional(oneOrMore(reference("a template", "s3-prefix-read")), "Granted and taken back as one unit with it", [
    "s3-prefix-read",
  ]),
  allow: required(list(statement, { min: 1, max: 20 }), "What is allowed", [
    { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::{bucket}/{prefix}*"] },
  ]),
});

export const template: Shape<Template> = checked(whole, (written, place) => {
  const known = placeholdersOf(written.for, Object.keys(written.parameters ?? {}));
  checkText(written.effect, { pointer: "/effect", known, place });
  for (const [at, each] of written.allow.entries()) checkStatement(each, { pointer: `/allow/${at}`, known, place });
});

type Checking = { readonly pointer: string; readonly known: readonly string[]; readonly place: Place };

function checkStatement({ resources, conditions = {} }: TemplateStatement, { pointer, ...checking }: Checking): void {
  for (const [at, resource] of resources.entries()) {
    checkText(resource, { ...checking, pointer: `${pointer}/resources/${at}` });
    if (/^\*+$/.test(resource)) {
      const message = `Cannot open ${quoted(resource)}: name the resource with placeholders, such as arn:aws:s3:::{bucket}/{prefix}*`;
      complainAt(checking.place, `${pointer}/resources/${at}`, { code: "wide-resource", message });
    }
  }
  for (const text of Object.values(conditions).flatMap((keys) => Object.values(keys).flat())) {
    checkText(text, { ...checking, pointer: `${pointer}/conditions` });
  }
}

function checkText(text: string, { pointer, known, place }: Checking): void {
  const message = placeholderFault(text, known);
  if (message !== undefined) complainAt(place, pointer, { code: "placeholder", message });
}
