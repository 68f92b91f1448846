/** What a resource's ARN says of data in it: the place in the account that it is, or that is in it. */
export type ArnPlace = {
  readonly kind: "s3" | "glue" | "kinesis" | "dynamodb";
  /** Account of the ARN; absent on S3, where names are unique in the world. */
  readonly account?: string;
  /** `bucket/prefix`, `database/table`, a stream's or table's name. */
  readonly path: string;
};

/** Reads the ARNs of things that hold data; undefined for all others. */
export function placeOfArn(arn: string): ArnPlace | undefined {
  const [head, , service, , account, ...rest] = arn.split(":");
  const name = rest.join(":");
  if (head !== "arn" || name === "") return undefined;
  switch (service) {
    case "s3":
      return { kind: "s3", path: name.includes("/") ? name : `${name}/` };
    case "glue":
      return prefixed("glue", account, name, ["table/", "database/"]);
    case "kinesis":
      return prefixed("kinesis", account, name, ["stream/"]);
    case "dynamodb":
      return prefixed("dynamodb", account, name, ["table/"]);
    default:
      return undefined;
  }
}

function prefixed(
  kind: ArnPlace["kind"],
  account: string | undefined,
  ...[name, prefixes]: readonly [string, readonly string[]]
): ArnPlace | undefined {
  const prefix = prefixes.find((each) => name.startsWith(each));
  if (prefix === undefined) return undefined;
  const path = name.slice(prefix.length);
  return {
    kind,
    ...(account === undefined || account === "" ? {} : { account }),
    path: prefix === "database/" ? `${path}/` : path,
  };
}
