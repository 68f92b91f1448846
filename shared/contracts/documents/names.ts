import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import { mapped, type ScalarRead, type Shape, scalar } from "#shared/contracts/documents/shape.ts";
import { formed } from "#shared/contracts/documents/words.ts";
import { type AccountNumber, accountNumber, type GroupName, groupName } from "#shared/kernel/ids.ts";

const ID = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const LONGEST = 100;

const isId = (text: string): boolean => text.length <= LONGEST && ID.test(text);

/** The id that a text in another spelling means: `Sales_Orders` is `sales-orders`. A text with blanks is a title. */
function idMeantBy(text: string): string | undefined {
  if (!/^[A-Za-z0-9_.-]+$/.test(text)) return undefined;
  const meant = text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "");
  return isId(meant) ? meant : undefined;
}

const idSchema = { type: ["string", "number"], pattern: ID.source, maxLength: LONGEST };

/** `sales.orders`, `orders-etl` */
export const id: Shape<string> = scalar<string>({
  code: "id",
  is: 'an id is lower case letters and digits, joined by "." or "-", such as "sales.orders"',
  schema: idSchema,
  parse: (text) => readId(text, undefined),
});

/** The id of something else. What it names is checked beside the other documents. */
export const reference = (thing: string, example: string): Shape<string> =>
  scalar<string>({
    code: "reference",
    is: `write the id of ${thing}, such as "${example}"`,
    schema: idSchema,
    parse: (text) =>
      readId(
        text,
        text.includes("@") ? `write the id of ${thing}, such as "${example}", not a mail address` : undefined,
      ),
  });

function readId(text: string, because: string | undefined): ScalarRead<string> {
  if (isId(text)) return { value: text };
  const meant = idMeantBy(text);
  if (meant !== undefined) return { refused: { write: meant, meant } };
  return { refused: because === undefined ? {} : { because } };
}

/** A group of the Directory, by our name for it. A person is refused: people stay in the identity provider. */
export const group: Shape<GroupName> = mapped(
  scalar<string>({
    code: "reference",
    is: 'write the name of a group in the Directory, such as "orders-leads"',
    schema: idSchema,
    parse(text) {
      const person = text.includes("@") ? "write a group of the Directory: people are never listed" : undefined;
      const name = text.replace(/^group:/, "");
      const read = readId(name, person);
      return "value" in read && name !== text ? { refused: { write: name, meant: name } } : read;
    },
  }),
  groupName,
);

const THINGS = ["team", "workload", "account", "dataset"] as const;

/** `team:orders`: a reference where several kinds may be meant. */
export const thing: Shape<ThingRef> = scalar<ThingRef>({
  code: "reference",
  is: 'write what it is and its id, such as "team:orders", "workload:orders-etl" or "account:data-prod"',
  schema: { type: "string", pattern: `^(${THINGS.join("|")}):${ID.source.slice(1)}` },
  parse: (text) => readThing(text),
  parts: ({ id: name }) => [["id", name]],
});

function readThing(text: string): ScalarRead<ThingRef> {
  const match = /^([^:]{1,40}):(.{1,200})$/.exec(text);
  const [, kindText = "", name = ""] = match ?? [];
  const kind = THINGS.find((each) => each === kindText) ?? THINGS.find((each) => each === didYouMean(kindText, THINGS));
  const meant = isId(name) ? name : idMeantBy(name);
  if (kind === undefined || meant === undefined) return { refused: {} };
  const write = `${kind}:${meant}`;
  return write === text ? { value: { kind, id: meant } } : { refused: { write, meant: { kind, id: meant } } };
}

/** An id, or a pattern of ids with `*` and `?`. */
export const idPattern: Shape<string> = scalar<string>({
  code: "reference",
  is: 'write an id, such as "sales.orders", or a pattern of ids, such as "sales.*"',
  schema: { type: ["string", "number"], pattern: "^[a-z0-9.*?-]+$", maxLength: LONGEST },
  parse: (text) =>
    /^[a-z0-9.*?-]{1,100}$/.test(text) && /[*?]/.test(text) ? { value: text } : readId(text, undefined),
});

/** A word of the company's own vocabulary: an environment, a classification. */
export const vocabularyWord: Shape<string> = formed({
  code: "word",
  is: 'it is one word in lower case, such as "internal"',
  pattern: /^[a-z][a-z0-9-]{0,39}$/,
  make: (text) => text,
});

/** `PII` */
export const label: Shape<string> = formed({
  code: "label-name",
  is: 'a label is one word, such as "PII"',
  pattern: /^[A-Za-z][A-Za-z0-9_-]{0,39}$/,
  make: (text) => text,
});

export const accountNo: Shape<AccountNumber> = formed({
  code: "account-number",
  is: "an account number has 12 digits",
  pattern: /^\d{12}$/,
  make: accountNumber,
});

export const region: Shape<string> = formed({
  code: "region",
  is: 'a region is written such as "eu-west-1"',
  pattern: /^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/,
  make: (text) => text,
});

export const ou: Shape<string> = formed({
  code: "ou",
  is: 'an OU is written as its path from the root, such as "/Data/Prod"',
  pattern: /^\/(?:[^/\p{Cc}]{1,128}(?:\/[^/\p{Cc}]{1,128})*)?$/u,
  make: (text) => text,
});

export const mailbox: Shape<string> = formed({
  code: "mail",
  is: 'it is a role mailbox, such as "orders-oncall@example.com"',
  pattern:
    /^[^\s@<>"',;:]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/,
  make: (text) => text,
});

export const url: Shape<string> = formed({
  code: "url",
  is: 'it is an address that begins with "https://"',
  pattern: /^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/,
  make: (text) => text,
});
