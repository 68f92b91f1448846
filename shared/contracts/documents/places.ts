import type { Place as DataPlace } from "#shared/catalog/documents/place.ts";
import { type ScalarRead, type Shape, scalar } from "#shared/contracts/documents/shape.ts";

export const PLACE_KINDS = ["s3", "glue", "kinesis", "dynamodb"] as const;

const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^\p{Cc}*?{}]*))?$/u;

/** Where data lies: `s3://bucket/folder/`, `glue:database.table`, `kinesis:stream`, `dynamodb:table`. */
export const dataPlace: Shape<DataPlace> = scalar<DataPlace>({
  code: "place",
  is: 'a place is written "s3://bucket/folder/", "glue:database.table", "kinesis:stream" or "dynamodb:table"',
  schema: { type: "string", pattern: "^(s3://|glue:|kinesis:|dynamodb:).+" },
  parse(text): ScalarRead<DataPlace> {
    if (text.startsWith("s3:")) return readS3(text);
    const [, kind, name = ""] = /^(glue|kinesis|dynamodb):([A-Za-z0-9_.-]{1,255})$/.exec(text) ?? [];
    if (kind === "glue") return readGlue(text, name);
    if (kind === "kinesis") return { value: { kind, text, stream: name } };
    return kind === "dynamodb" ? { value: { kind, text, table: name } } : { refused: {} };
  },
});

function readS3(text: string): ScalarRead<DataPlace> {
  const [, bucket, prefix] = S3.exec(text) ?? [];
  if (bucket === undefined) {
    const because = 'a place in S3 is written "s3://bucket/folder/", without "*", "?" or braces';
    return { refused: { because } };
  }
  if (prefix?.split("/").some((part) => part === "." || part === "..")) {
    return { refused: { because: 'a folder is written as it is, without "." or ".."' } };
  }
  if (prefix === undefined || (prefix !== "" && !prefix.endsWith("/"))) {
    const write = `${text}/`;
    const meant = { kind: "s3", text: write, bucket, prefix: prefix === undefined ? "" : `${prefix}/` } as const;
    return { refused: { write, meant } };
  }
  return { value: { kind: "s3", text, bucket, prefix } };
}

function readGlue(text: string, name: string): ScalarRead<DataPlace> {
  const [database = "", table, ...more] = name.split(".");
  if (database === "" || table === "" || more.length > 0) return { refused: {} };
  return { value: { kind: "glue", text, database, ...(table === undefined ? {} : { table }) } };
}
