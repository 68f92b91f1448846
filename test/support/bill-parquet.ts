import type { ParquetType, SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { COST_COLUMNS } from "#shared/cost/batch.ts";

/** A column as Parquet declares it, with the values as they lie in the file. */
export type ParquetColumn = {
  readonly element: Omit<SchemaElement, "name" | "type"> & { readonly type: ParquetType };
  readonly values: readonly unknown[];
};

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" } as const;
const MOMENT = { type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type: "OPTIONAL" } as const;

/** The MAP of texts that AWS writes tags as. */
export const TAG_MAP: readonly SchemaElement[] = [
  { name: "Tags", converted_type: "MAP", repetition_type: "OPTIONAL", num_children: 1 },
  { name: "key_value", repetition_type: "REPEATED", num_children: 2 },
  { name: "key", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
  { name: "value", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
];

export type ParquetBill = {
  /** All four costs. */
  readonly costs: ParquetColumn;
  readonly tags?: { readonly elements: readonly SchemaElement[]; readonly values: readonly unknown[] };
  /** More text columns, or other values of those that are there. */
  readonly texts?: { readonly [column: string]: readonly (string | null)[] };
  readonly rowGroupSize?: number;
};

/** A FOCUS bill in Parquet whose rows differ in what is given, all of October 2026 in USD. */
export function parquetBill({ costs, tags, texts = {}, rowGroupSize }: ParquetBill): Uint8Array {
  const rows = costs.values.length;
  const all = <Value>(value: Value): readonly Value[] => Array.from({ length: rows }, () => value);
  const named: { readonly [column: string]: readonly (string | null)[] } = {
    BillingCurrency: all("USD"),
    ChargeCategory: all("Usage"),
    ...texts,
  };
  const october = all(new Date("2026-10-01T00:00:00Z"));
  const flat: readonly { element: SchemaElement; data: readonly unknown[] }[] = [
    ...Object.entries(named).map(([name, data]) => ({ element: { name, ...TEXT }, data })),
    ...["BillingPeriodStart", "ChargePeriodStart"].map((name) => ({ element: { name, ...MOMENT }, data: october })),
    ...COST_COLUMNS.map((name) => ({ element: { name, ...costs.element }, data: costs.values })),
  ];
  const schema: SchemaElement[] = [
    { name: "schema", num_children: flat.length + (tags === undefined ? 0 : 1), repetition_type: "REQUIRED" },
    ...flat.map(({ element }) => element),
    ...(tags?.elements ?? []),
  ];
  const columnData = flat.map(({ element, data }) => ({ name: element.name, data: [...data] }));
  if (tags !== undefined) columnData.push({ name: "Tags", data: [...tags.values] });
  const options = rowGroupSize === undefined ? {} : { rowGroupSize };
  return new Uint8Array(parquetWriteBuffer({ schema, columnData, ...options }));
}
