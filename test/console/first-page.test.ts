import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { verifyFolder } from "#shared/rendering/cost-report/verify-folder.ts";
import { consoleWorld } from "#test/support/console-world.ts";

const { url, faults, pageOf, tokenOf, ask } = consoleWorld();

test("text of people is text, never markup", async () => {
  await ask("hostile! <img src=x onerror=\"document.title='owned'\"> and \u001b[31mred\u202edettimbus and more");
  const page = await pageOf("Ben");
  await page.getByRole("link", { name: "To decide" }).click();
  await page.getByRole("main").getByRole("link").first().click();
  await page.getByText("<img src=x").waitFor();
  await page.getByText("and \\u001b[31mred\\u202edettimbus and more").waitFor();
  expect(await page.title()).toBe("Tollgate");
  await page.close();
});

test.each(["My requests", "To decide", "Findings", "Reports"])(
  "%s fits 320 pixels without sideways scrolling",
  async (place) => {
    const page = await pageOf("Finn", 320);
    await page.getByRole("link", { name: place }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForTimeout(300);
    expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
    await page.close();
  },
);

test("a finding with a patch fits 320 pixels without sideways scrolling", async () => {
  const token = await tokenOf("finn.hale");
  const answer = await fetch(`${url()}/v1/findings?limit=200`, { headers: { authorization: `Bearer ${token}` } });
  const { findings } = (await answer.json()) as { findings: readonly { id: string; fix?: { patch?: string } }[] };
  const patched = findings.find(({ fix }) => fix?.patch !== undefined);
  const page = await pageOf("Finn", 320);
  await page.goto(`${url()}/#/findings/${patched?.id}`);
  await page.getByText("# CloudFormation stack").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  await page.close();
});

test("a finding links to its runbook, which opens", async () => {
  const page = await pageOf("Eva");
  await page.getByRole("link", { name: "Findings" }).click();
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  const link = page.getByRole("link", { name: "docs/runbooks/policy-finding.md" });
  const [opened] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await opened.getByText("Finding: a resource does not follow a policy").waitFor();
  await opened.close();
  await page.close();
});

test("a finding is acknowledged by its owner", async () => {
  const page = await pageOf("Eva");
  await page.getByRole("link", { name: "Findings" }).click();
  await page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ hasText: "team:platform" })
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await page.getByText("Acknowledged", { exact: true }).waitFor();
  await page.close();
});

test.each([
  { person: "Ben", place: "To decide", where: "under To decide", because: "who decides on it" },
  { person: "Jon", place: "My requests", where: "under My requests", because: "whose it is" },
  { person: "Gwen", place: undefined, where: "in no list of theirs", because: "who only watches over access" },
])("a request is $where for $because, and says in plain words who decides", async ({ person, place }) => {
  const { id } = await ask(`where does it belong for ${person} ${place}`);
  const page = await pageOf(person);
  await page.goto(`${url()}/#/requests/${id}`);
  await page.getByText("one of the 2 owners of sales.orders: Ben Ito, Liv Sand").waitFor();
  const marked = page.getByRole("navigation").locator("[aria-current]");
  expect(await marked.allTextContents()).toEqual(place === undefined ? [] : [place]);
  expect(await page.getByRole("main").innerText()).not.toMatch(/target\.|team:/);
  await page.close();
});

test("a report is downloaded with every file that its verification needs", async () => {
  const page = await pageOf("Cleo");
  await page.getByRole("link", { name: "Reports" }).click();
  await page.getByRole("main").getByRole("link").first().click();
  const files = ["report.html", "report.json", "allocation.csv", "ledger.csv", "manifest.json"];
  const folder = mkdtempSync(join(tmpdir(), "tollgate-report-"));
  for (const name of files) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    await download.saveAs(join(folder, name));
  }
  const { findings, rows } = verifyFolder(
    new Map(files.map((name) => [name, readFileSync(join(folder, name))])),
    nodeDigest,
  );
  expect({ findings, any: rows > 0 }).toEqual({ findings: [], any: true });
  rmSync(folder, { recursive: true });
  await page.close();
});

test("a plane that is stopped is named as such, and what was looked at comes back with it", async () => {
  const page = await pageOf("Finn");
  await page.route("**/v1/findings?**", (sent) => sent.abort());
  await page.getByRole("link", { name: "Findings" }).click();
  await page.getByRole("heading", { name: "The plane does not answer" }).waitFor();
  await page.unroute("**/v1/findings?**");
  faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes("net::ERR_FAILED")));
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Findings" }).waitFor();
  await page.close();
});

test("an address whose percent signs say nothing is no page, and no fault of the browser's", async () => {
  const page = await pageOf("Finn");
  await page.evaluate("location.hash = '#/requests/%'");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await page.close();
});

test("nothing was said to the browser's console, and no content rule was broken", () => {
  expect(faults).toEqual([]);
});
