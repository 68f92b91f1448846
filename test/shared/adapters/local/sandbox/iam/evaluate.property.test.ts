import fc from "fast-check";
import { expect, test } from "vitest";
import { policyFlaw } from "#shared/adapters/local/sandbox/iam/read-policy.ts";
import { fits, fitsArn } from "#shared/adapters/local/sandbox/iam/wildcard.ts";
import type { Json } from "#shared/kernel/json.ts";
import { epochMillis, isoOf } from "#shared/kernel/time.ts";
import { allow, judge, policy, ROLE, SESSION } from "#test/shared/adapters/local/sandbox/iam/questions.ts";

const time = fc.integer({ min: 0, max: 200 }).map((hour) => isoOf(epochMillis(1_795_400_000_000 + hour * 3_600_000)));
const condition = fc.oneof(
  fc.record({ DateLessThan: fc.record({ "aws:CurrentTime": time }) }),
  fc.record({ DateGreaterThan: fc.record({ "aws:CurrentTime": time }) }),
  fc.record({ StringLike: fc.record({ "s3:prefix": fc.constantFrom("a*", "b", "*") }) }),
  fc.constant({ Unheard: { of: "it" } }),
);
const statement = fc
  .record(
    {
      Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      Action: fc.constantFrom("s3:GetObject", "s3:*", "*", "glue:*"),
      Resource: fc.constantFrom("*", "arn:aws:s3:::orders/*", "arn:aws:s3:::orders/raw/*"),
      Condition: condition,
    },
    { requiredKeys: ["Effect", "Action", "Resource"] },
  )
  .map((each): Json => each);
const statements = fc.array(statement, { maxLength: 5 });
const context = fc.record({ "aws:CurrentTime": time, "s3:prefix": fc.constantFrom("a1", "b", "c") });
const principal = fc.constantFrom("*", { AWS: ROLE }, { AWS: SESSION }, { AWS: "111111111111" });
const named = (list: readonly Json[], who: Json): Json =>
  policy(...list.map((each) => ({ ...(each as object), Principal: who }) as Json));

const base = fc.record({ mine: statements, bucket: statements, who: principal, context });
const ask = ({
  mine,
  bucket,
  who,
  context: at,
}: {
  mine: readonly Json[];
  bucket: readonly Json[];
  who: Json;
  context: Readonly<Record<string, string>>;
}) => ({
  identity: mine.map((each) => policy(each)),
  context: at,
  ...(bucket.length === 0 ? {} : { resource: named(bucket, who) }),
});

test("adding a Deny anywhere never allows what was denied", () => {
  fc.assert(
    fc.property(base, statement, (row, added) => {
      const denying = { ...(added as object), Effect: "Deny" } as Json;
      const before = judge(ask(row)).allowed;
      const after = judge({ ...ask(row), identity: [...ask(row).identity, policy(denying)] }).allowed;
      expect(before || !after).toBe(true);
    }),
  );
});

test("a boundary or a session policy never allows what was denied without it", () => {
  fc.assert(
    fc.property(base, statements, (row, limits) => {
      const before = judge(ask(row)).allowed;
      expect(before || !judge({ ...ask(row), boundary: policy(...limits) }).allowed).toBe(true);
      expect(before || !judge({ ...ask(row), session: policy(...limits) }).allowed).toBe(true);
    }),
  );
});

test("the order of statements and of policies does not matter to the answer", () => {
  fc.assert(
    fc.property(base, (row) => {
      const turned = { ...row, mine: row.mine.toReversed(), bucket: row.bucket.toReversed() };
      expect(judge(ask(turned)).allowed).toBe(judge(ask(row)).allowed);
    }),
  );
});

test("statements in one policy mean the same as each in a policy of its own", () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), context, (list, at) => {
      const together = judge({ identity: [policy(...list)], context: at }).allowed;
      expect(together).toBe(judge({ identity: list.map((each) => policy(each)), context: at }).allowed);
    }),
  );
});

test("widening the window of an Allow never takes access away", () => {
  fc.assert(
    fc.property(fc.tuple(time, time, time), fc.tuple(fc.nat(99), fc.nat(99)), ([from, until, now], [sooner, later]) => {
      const shift = (moment: string, hours: number) => isoOf(epochMillis(Date.parse(moment) + hours * 3_600_000));
      const window = (start: string, end: string) =>
        policy(
          allow({
            Condition: { DateGreaterThan: { "aws:CurrentTime": start }, DateLessThan: { "aws:CurrentTime": end } },
          }),
        );
      const at = { "aws:CurrentTime": now };
      const narrow = judge({ identity: [window(from, until)], context: at }).allowed;
      const wide = judge({ identity: [window(shift(from, -sooner), shift(until, later))], context: at }).allowed;
      expect(!narrow || wide).toBe(true);
    }),
  );
});

test("outside its two dates a statement never allows", () => {
  fc.assert(
    fc.property(time, time, time, (from, until, now) => {
      const dated = allow({
        Condition: { DateGreaterThan: { "aws:CurrentTime": from }, DateLessThan: { "aws:CurrentTime": until } },
      });
      const { allowed } = judge({ identity: [policy(dated)], context: { "aws:CurrentTime": now } });
      expect(allowed).toBe(from < now && now < until);
    }),
  );
});

test("a pattern of stars and question marks fits what the same regular expression fits", () => {
  const letters = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 }).map((each) => each.join(""));
  const words = fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }).map((each) => each.join(""));
  fc.assert(
    fc.property(letters, words, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      expect(fits(pattern, text)).toBe(expression.test(text));
    }),
    { numRuns: 500 },
  );
});

test("a star at the end of an ARN's beginning fits every ARN that begins so", () => {
  const part = fc.constantFrom("", "a", "ab", "a/b", "b:a");
  const arns = fc.tuple(part, part, part).map(([region, account, name]) => `arn:aws:s3:${region}:${account}:${name}x`);
  fc.assert(
    fc.property(arns, fc.nat(30), (arn, length) => {
      const beginning = arn.slice(0, Math.max(11, Math.min(length, arn.length)));
      expect(fitsArn(`${beginning}*`, arn)).toBe(true);
      expect(fitsArn(`${beginning}*!`, arn)).toBe(false);
    }),
  );
});

test("a hostile pattern costs no more than its length times the text's", () => {
  expect(fits(`${"*a".repeat(200)}b`, "a".repeat(5_000))).toBe(false);
  expect(fitsArn(`arn:aws:s3${":*".repeat(300)}b`, `arn:aws:s3${":a".repeat(800)}`)).toBe(false);
});

const KEYS = [
  "Version",
  "Statement",
  "Effect",
  "Action",
  "Resource",
  "Condition",
  "Principal",
  "Sid",
  "Allow",
  "__proto__",
];
const anything = fc.jsonValue({ maxDepth: 4 }).map((each) => each as Json);
const nearly = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Json>(
      "Allow",
      "Deny",
      "*",
      "2012-10-17",
      "s3:*",
      "arn:aws:s3:::x",
      null,
      true,
      7,
      "${",
      `\${a, 'b'}`,
    ),
    fc.dictionary(fc.constantFrom(...KEYS, "StringLike", "ForAnyValue:", "AWS"), tie("node"), { maxKeys: 5 }),
    fc.array(tie("node"), { maxLength: 3 }),
  ),
})).node;

test("no document whatsoever throws, and what cannot be read never allows", () => {
  fc.assert(
    fc.property(fc.oneof(anything, nearly), (document) => {
      const answer = judge({ identity: [document], resource: document, boundary: document });
      expect(answer.because).toMatch(/^(allowed|denied): /);
      if (policyFlaw(document, "identity") !== undefined) expect(answer.allowed).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test("no action, resource or context whatsoever throws", () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(texts, texts, fc.dictionary(texts, fc.oneof(texts, fc.array(texts))), (action, arn, values) => {
      const policies = [
        policy(allow({ Resource: `arn:aws:s3:::\${aws:x}/*` })),
        policy(allow({ Condition: { DateLessThan: { x: 1 } } })),
      ];
      expect(judge({ identity: policies, action, arn, context: values }).allowed).toBe(false);
    }),
  );
});
