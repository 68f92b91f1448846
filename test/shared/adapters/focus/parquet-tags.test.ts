import { describe, expect, test } from "vitest";
import { exactDecimal } from "#shared/kernel/money.ts";
import { type ParquetBill, parquetBill, TAG_MAP } from "#test/support/bill-parquet.ts";
import { fileOf, tallied } from "#test/support/bills.ts";

const DOUBLE = { type: "DOUBLE", repetition_type: "OPTIONAL" } as const;
const JSON_TEXT = [{ name: "Tags", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" }] as const;

type Tags = { readonly [key: string]: string | null } | null;

const FORMS: readonly { form: string; tagsOf: (tags: readonly Tags[]) => NonNullable<ParquetBill["tags"]> }[] = [
  { form: "a MAP", tagsOf: (values) => ({ elements: TAG_MAP, values }) },
  {
    form: "JSON text",
    tagsOf: (tags) => ({ elements: JSON_TEXT, values: tags.map((each) => each && JSON.stringify(each)) }),
  },
];

/** What each workload bears, where row n costs 2^n. */
async function borne(tags: NonNullable<ParquetBill["tags"]>, more: Partial<ParquetBill> = {}) {
  const values = tags.values.map((_, row) => 2 ** row);
  const bytes = parquetBill({ costs: { element: DOUBLE, values }, tags, rowGroupSize: 2, ...more });
  const { lines, rows } = await tallied(fileOf("bill", bytes));
  expect(rows).toBe(values.length);
  return Object.fromEntries(
    lines.map(({ line }) => [
      line.bearer.kind === "workload" ? line.bearer.workload : line.bearer.kind,
      exactDecimal(line.amounts.billed),
    ]),
  );
}

describe.each(FORMS)("tags as $form", ({ tagsOf }) => {
  test.each<{ because: string; tags: readonly Tags[]; borne: { readonly [workload: string]: string } }>([
    {
      because: "each row has its own, over several row groups",
      tags: [{ Workload: "a" }, { Workload: "b" }, { Workload: "a" }, { Workload: "b" }, { Workload: "a" }],
      borne: { a: "21", b: "10" },
    },
    {
      because: "a row without tags is nobody's, and shifts no other",
      tags: [null, { Workload: "a" }, {}, { Workload: "b" }, null],
      borne: { unallocated: "21", a: "2", b: "8" },
    },
    {
      because: "the order of keys does not count, and their number is no matter",
      tags: [{ team: "x", Workload: "a" }, { Workload: "a", team: "x" }, { Workload: "a" }],
      borne: { a: "7" },
    },
    {
      because: "a key written with a blank counts as without it, once",
      tags: [{ " Workload": "other", Workload: "a" }, { " Workload": "b" }],
      borne: { a: "1", b: "2" },
    },
    {
      because: "a tag without a value is not another's",
      tags: [{ Workload: null }, { Workload: "a" }],
      borne: { "": "1", a: "2" },
    },
    {
      because: "texts of any alphabet",
      tags: [{ Workload: "größe-✓" }, { Workload: "__proto__" }],
      borne: { "größe-✓": "1", ["__proto__"]: "2" },
    },
  ])("$because", async ({ tags, borne: expected }) => {
    expect(Object.entries(await borne(tagsOf(tags))).toSorted()).toEqual(Object.entries(expected).toSorted());
  });
});

describe("no value, however it is written", () => {
  test.each(["NULL", "null", "(null)", "", null])("in Tags as text: %j", async (nothing) => {
    const values = [nothing, '{"Workload":"a"}'];
    expect(await borne({ elements: JSON_TEXT, values })).toEqual({ unallocated: "1", a: "2" });
  });

  test.each(["NULL", "null", "(null)", "", null])(
    "in other texts: %j is no invoice and no correction",
    async (nothing) => {
      const texts = { InvoiceId: [nothing, "8841"], ChargeClass: [nothing, "Correction"] };
      const costs = { element: DOUBLE, values: [1, 2] };
      const { lines } = await tallied(fileOf("bill", parquetBill({ costs, texts })));
      expect(lines.map(({ line }) => [line.invoice, line.correction]).toSorted()).toEqual([
        [undefined, false],
        ["8841", true],
      ]);
    },
  );
});
