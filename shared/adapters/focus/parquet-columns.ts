import type { FileMetaData, SchemaElement, SchemaTree } from "hyparquet";
import { parquetSchema } from "hyparquet";

/** What a column holds, as far as a bill needs to know. */
export type ColumnKind =
  | { readonly kind: "text" }
  | { readonly kind: "double" }
  | { readonly kind: "decimal"; readonly scale: number }
  | { readonly kind: "moment" }
  | { readonly kind: "map"; readonly key: string; readonly value: string }
  | { readonly kind: "other"; readonly type: string };

/**
 * The columns of a file by name. Takes the DECIMAL annotation off `metadata` on the way, because
 * hyparquet would turn decimals into doubles: without it the raw integers come through.
 */
export function columnKindsOf(metadata: FileMetaData): ReadonlyMap<string, ColumnKind> {
  const kinds = new Map<string, ColumnKind>();
  for (const child of parquetSchema(metadata).children) {
    // A damaged footer may lack what its format requires.
    if (typeof child.element.name !== "string") throw new Error("a column without a name");
    kinds.set(child.element.name, kindOf(child));
  }
  for (const element of metadata.schema) {
    if (element.converted_type !== "DECIMAL" && element.logical_type?.type !== "DECIMAL") continue;
    delete element.converted_type;
    delete element.logical_type;
  }
  return kinds;
}

function kindOf(tree: SchemaTree): ColumnKind {
  const { element, children } = tree;
  if (children.length > 0) return mapKind(tree);
  const { converted_type: converted, logical_type: logical, type } = element;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return { kind: "decimal", scale: scaleOf(element) };
  if (type === "DOUBLE" || type === "FLOAT") return { kind: "double" };
  if (isMoment(element)) return { kind: "moment" };
  if (type === "BYTE_ARRAY") return { kind: "text" };
  return { kind: "other", type: converted ?? logical?.type ?? type ?? "a group" };
}

const scaleOf = ({ scale, logical_type: logical }: SchemaElement): number =>
  scale ?? (logical?.type === "DECIMAL" ? logical.scale : 0);

const isMoment = ({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  type === "INT96" ||
  converted === "DATE" ||
  converted === "TIMESTAMP_MILLIS" ||
  converted === "TIMESTAMP_MICROS" ||
  logical?.type === "TIMESTAMP" ||
  logical?.type === "DATE";

function mapKind({ element, children }: SchemaTree): ColumnKind {
  const pair = children.length === 1 ? children[0] : undefined;
  const [key, value] = pair?.children ?? [];
  const flat = key?.element.type === "BYTE_ARRAY" && value?.element.type === "BYTE_ARRAY";
  if (pair?.element.repetition_type !== "REPEATED" || pair.children.length !== 2 || !flat) {
    return { kind: "other", type: element.converted_type ?? "a group" };
  }
  return { kind: "map", key: key.path.join("."), value: value.path.join(".") };
}
