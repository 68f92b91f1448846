import type { JsonObject } from "#shared/kernel/json.ts";

/** What an action lets its holder do, for those who do not read IAM. Unlisted: named as it is. */
export function meaningOf(action: string): string {
  return MEANINGS[action] ?? `call ${action}`;
}

const MEANINGS: { readonly [action: string]: string } = {
  "s3:GetObject": "read files",
  "s3:GetObjectVersion": "read earlier versions of files",
  "s3:ListBucket": "list the names of files",
  "s3:PutObject": "add and replace files",
  "s3:AbortMultipartUpload": "give up an upload under way",
  "kms:Decrypt": "decrypt what may be read, by whichever key",
  "kms:GenerateDataKey": "encrypt what may be written, by whichever key",
  "glue:GetDatabase": "see that the database is there",
  "glue:GetTable": "see the columns of the table",
  "glue:GetPartitions": "see the partitions of the table",
};

/** `s3:prefix like orders/*`: the conditions of a statement in words, empty where it has none. */
export const conditionWords = (conditions: JsonObject): string =>
  Object.entries(conditions)
    .flatMap(([operator, keys]) =>
      Object.entries(Object(keys)).map(
        ([key, values]) => `${KEYS[key] ?? key} ${OPERATORS[operator] ?? operator} ${[values].flat().join(" or ")}`,
      ),
    )
    .join(", ");

/** Keys of conditions whose names say too little. */
const KEYS: { readonly [key: string]: string } = { "kms:EncryptionContext:aws:s3:arn": "what is decrypted" };

const OPERATORS: { readonly [operator: string]: string } = { StringEquals: "is", StringLike: "is like" };
