import { describe, expect, test } from "vitest";
import { accessTable, datasetCells } from "#shared/catalog/access-table.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";

const catalog = catalogOf(saltmarsh);
const cells = accessTable(catalog);

const OWNER_OR_LEAD = "one of target.owners and requester.lead";
const OWNER_THEN_PLATFORM = "target.owners, then team:platform";
const OWNER_THEN_SECURITY = "target.owners, then team:security";

type Cell = (typeof cells)[number];

/** The table of product.md, from its most to its least guarded row, in its own words. */
function inTheTable({ classification, labels, environment, access, duration }: Cell): string {
  if (classification === "restricted" || labels.length > 0) return OWNER_THEN_SECURITY;
  if (access === "admin") return environment === "prod" ? OWNER_THEN_SECURITY : OWNER_THEN_PLATFORM;
  if (classification === "confidential") return OWNER_THEN_PLATFORM;
  if (access === "write") return environment === "prod" ? OWNER_THEN_PLATFORM : OWNER_OR_LEAD;
  if (environment === "prod") return OWNER_OR_LEAD;
  return duration <= 28_800_000 ? "by rule" : OWNER_OR_LEAD;
}

const asked = ({ who: _, decision: __, ...cell }: Cell) => cell;

describe("the table of who decides", () => {
  test("has a cell for class and label by environment by access by two lengths", () => {
    // Four classes, PII on confidential and restricted, PHI and PCI on restricted.
    expect(cells).toHaveLength(8 * 3 * 3 * 2);
  });

  test("leaves no cell undecided", () => {
    expect(cells.filter(({ decision }) => decision.kind !== "decided")).toEqual([]);
  });

  test("says in every cell what product.md says", () => {
    const said = cells.map((cell) => ({ ...asked(cell), who: cell.who.replace(/, \d+[hd](, with a ticket)?$/, "") }));
    expect(said).toEqual(cells.map((cell) => ({ ...asked(cell), who: inTheTable(cell) })));
  });

  test("says limits and tickets", () => {
    const who = (classification: string, environment: string, access: string) =>
      cells.find(
        (cell) => cell.classification === classification && cell.environment === environment && cell.access === access,
      )?.who;
    expect(who("restricted", "prod", "read")).toBe("target.owners, then team:security, 8h, with a ticket");
    expect(who("internal", "prod", "admin")).toBe("target.owners, then team:security, 4h, with a ticket");
    expect(who("confidential", "dev", "read")).toBe("target.owners, then team:platform, 3d");
    expect(who("public", "dev", "read")).toBe("by rule");
  });

  test("shows for one dataset what its team adds", () => {
    const prod = datasetCells(catalog, "sales.orders").filter(
      ({ account, access }) => account === "data-prod" && access === "read",
    );
    expect(prod[0]?.who).toBe("target.owners, then team:security, then team:finance.lead, 4h, with a ticket");
    const dev = datasetCells(catalog, "sales.orders").filter(
      ({ account, access }) => account === "data-dev" && access === "read",
    );
    expect(dev.map(({ who }) => who)).toEqual(["by rule", "one of target.owners and requester.lead, 30d"]);
  });
});
