import { evaluate, type Judgement } from "#shared/adapters/local/sandbox/iam/evaluate.ts";
import type { AccessQuestion } from "#shared/adapters/local/sandbox/iam/question.ts";
import { readPolicy } from "#shared/adapters/local/sandbox/iam/read-policy.ts";
import { contextOf } from "#shared/adapters/local/sandbox/iam/statement.ts";
import type { Json } from "#shared/kernel/json.ts";

export const ROLE = "arn:aws:iam::111111111111:role/tollgate/people/dana";
export const SESSION = "arn:aws:sts::111111111111:assumed-role/dana/dana";
const OBJECT = "arn:aws:s3:::orders/curated/1.parquet";

/** What a row says; the rest is Dana reading one object of her own account. */
export type Row = {
  readonly identity?: readonly Json[];
  readonly boundary?: Json;
  readonly session?: Json;
  readonly resource?: Json;
  readonly decides?: boolean;
  readonly action?: string;
  readonly arn?: string;
  readonly resourceAccount?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

function questionOf(row: Row): AccessQuestion {
  return {
    principal: { account: "111111111111", roleArn: ROLE, sessionArn: SESSION },
    action: row.action ?? "s3:GetObject",
    resource: row.arn ?? OBJECT,
    resourceAccount: row.resourceAccount ?? "111111111111",
    context: contextOf(row.context ?? {}),
    identity: (row.identity ?? []).map((each, index) => readPolicy(`the policy p${index + 1}`, each, "identity")),
    ...(row.boundary === undefined ? {} : { boundary: readPolicy("the boundary", row.boundary, "identity") }),
    ...(row.session === undefined ? {} : { session: readPolicy("the session policy", row.session, "identity") }),
    ...(row.resource === undefined
      ? {}
      : {
          resourcePolicy: {
            policy: readPolicy("the bucket policy", row.resource, "resource"),
            decides: row.decides ?? false,
          },
        }),
  };
}

export const judge = (row: Row): Judgement => evaluate(questionOf(row));

export const policy = (...statements: readonly Json[]): Json => ({ Version: "2012-10-17", Statement: statements });

/** An Allow of reading everything in the bucket, changed as the row says. */
export const allow = (changes: Readonly<Record<string, Json>> = {}): Json => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::orders/*",
  ...changes,
});

export const deny = (changes: Readonly<Record<string, Json>> = {}): Json => ({
  ...object(allow(changes)),
  Effect: "Deny",
});

export const when = (condition: Json): Json => policy(allow({ Condition: condition }));

const object = (value: Json): Readonly<Record<string, Json>> => value as Readonly<Record<string, Json>>;
