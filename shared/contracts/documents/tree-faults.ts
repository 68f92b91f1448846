import type { Range, TextNode, YamlNode } from "#shared/contracts/documents/node.ts";
import { type Fault, quoted } from "#shared/contracts/documents/problem.ts";

const SECRETS: readonly { readonly looks: RegExp; readonly name: string; readonly instead: string }[] = [
  {
    looks: /hooks\.slack(?:-gov)?\.com\//i,
    name: "a Slack address",
    instead: "name a connection; revoke the address, it is in the history now",
  },
  {
    looks: /\.webhook\.office\.com\/|\.logic\.azure\.com[:/]/i,
    name: "a Teams address",
    instead: "name a connection; revoke the address, it is in the history now",
  },
  {
    looks: /\bxox[abeprs]-[A-Za-z0-9-]{8,}/,
    name: "a Slack token",
    instead: "name a connection; revoke the token, it is in the history now",
  },
  {
    looks: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
    name: "an AWS access key",
    instead: "keys are never written; revoke it, it is in the history now",
  },
  {
    looks: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/,
    name: "a private key",
    instead: "keys are never written; revoke it, it is in the history now",
  },
  {
    looks: /^https?:\/\/[^/\s:@]{1,200}:[^/\s@]{1,200}@/i,
    name: "a password",
    instead: "name a connection; change the password, it is in the history now",
  },
];

/** What no text of a document may be, whatever its field: a secret, or a draft's mark for what is not known. */
export function treeFaults(root: YamlNode): readonly Fault[] {
  return [...textsOf(root, "")].flatMap(({ node, pointer }) => {
    const fault = textFault(node);
    return fault === undefined ? [] : [{ ...fault, pointer }];
  });
}

function textFault({ text, range }: TextNode): Omit<Fault, "pointer"> | undefined {
  const secret = SECRETS.find(({ looks }) => looks.test(text));
  // The value itself is never repeated: a log keeps what it is shown.
  if (secret !== undefined)
    return { range, code: "secret", message: `Cannot keep ${secret.name} here: ${secret.instead}` };
  if (!/^TODO\b/.test(text)) return undefined;
  return { range, code: "todo", message: `Cannot load ${quoted(text)}: a draft marks what it does not know; write it` };
}

type Found = { readonly node: TextNode; readonly pointer: string };

function* textsOf(node: YamlNode, pointer: string): Generator<Found> {
  if (node.kind === "text") yield { node, pointer };
  if (node.kind === "list") for (const [at, item] of node.items.entries()) yield* textsOf(item, `${pointer}/${at}`);
  if (node.kind !== "map") return;
  for (const { key, value } of node.entries) {
    yield* textsOf(key, pointer);
    yield* textsOf(value, `${pointer}/${key.text.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}

/** Faults without those that only say something more about what is wrong as a whole. */
export function withoutEchoes(first: readonly Fault[], others: readonly Fault[]): readonly Fault[] {
  const covered = (range: Range) => first.some((each) => each.range.from <= range.from && range.to <= each.range.to);
  return [...first, ...others.filter(({ range }) => !covered(range) || range.from === range.to)];
}
