import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boot, type RunningPlane } from "#infra/local/boot.ts";
import { consolePages } from "#infra/local/console-pages.ts";
import { openHome } from "#infra/local/home.ts";
import { sampleDocuments } from "#infra/local/sample/documents.ts";

const folder = mkdtempSync(join(tmpdir(), "tollgate-console-"));
let plane: RunningPlane;
let browser: Browser;
const faults: string[] = [];

beforeAll(async () => {
  const home = openHome(folder);
  plane = await boot({
    home,
    port: 0,
    sample: true,
    version: "test",
    tell: () => undefined,
    pageAt: consolePages(),
    wall: Date.now,
  });
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
});

afterAll(async () => {
  await browser.close();
  await plane.close();
  rmSync(folder, { recursive: true, force: true });
});

async function pageOf(person: string, width = 1280): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  // Styles and scripts that the page's own content rules stop are console errors too.
  page.on("console", (message) => void (message.type() === "error" && faults.push(message.text())));
  page.on("pageerror", (fault) => void faults.push(fault.message));
  await page.goto(plane.url);
  await page.getByRole("button", { name: `Sign in as ${person}` }).click();
  await page.getByRole("navigation").waitFor();
  return page;
}

async function tokenOf(person: string): Promise<string> {
  const signIn = await fetch(`${plane.url}/v1/local/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person }),
  });
  return ((await signIn.json()) as { token: string }).token;
}

async function ask(justification: string): Promise<{ readonly id: string }> {
  const token = await tokenOf("jon.abel");
  const asked = await fetch(`${plane.url}/v1/access/requests`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": justification.replaceAll(/[^a-zA-Z]/g, ""),
    },
    body: JSON.stringify({
      items: [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-prod" }],
      duration: "4h",
      justification,
    }),
  });
  expect(asked.status).toBe(201);
  return (await asked.json()) as { id: string };
}

test("two people decide in the browser, and the requester sees the grant", async () => {
  await ask("forecast: why October was off by so much");
  for (const person of ["Ben", "Hugo"]) {
    const page = await pageOf(person);
    await page.getByRole("link", { name: "To decide" }).click();
    await page.getByRole("main").getByRole("link").first().click();
    await page.getByRole("button", { name: "Approve for 4h" }).click();
    await page.getByText("Approved", { exact: true }).waitFor();
    await page.close();
  }
  const page = await pageOf("Jon");
  await page.getByRole("main").getByRole("link").first().click();
  await page.getByRole("heading", { name: /^Grant G-/ }).waitFor();
  expect(await page.getByRole("button", { name: "Give back" }).isVisible()).toBe(true);
  await page.close();
});

/** A larger budget, planned and applied by Eva: Ben is asked. */
async function plannedBudget(): Promise<void> {
  const token = await tokenOf("eva.lind");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const files = sampleDocuments(new Date()).map(({ path, text }) => ({
    path,
    text: text.replace("budget: 400 USD", "budget: 500 USD"),
  }));
  const made = await fetch(`${plane.url}/v1/catalog/plans`, {
    method: "POST",
    headers,
    body: JSON.stringify({ files }),
  });
  const { plan } = (await made.json()) as { plan: { id: string } };
  const applied = await fetch(`${plane.url}/v1/catalog/plans/${plan.id}/application`, {
    method: "POST",
    headers,
    body: JSON.stringify({ justification: "The auditor asked for it in September" }),
  });
  expect(applied.status).toBe(200);
}

test("a change of a document is decided in the browser, and says what would change and until when", async () => {
  await plannedBudget();
  const page = await pageOf("Ben");
  await page.getByRole("link", { name: "To decide" }).click();
  await page.getByRole("link", { name: "Workload price-publisher: budget 400 USD → 500 USD" }).click();
  await page.getByText("Lapses").waitFor();
  await page.getByRole("button", { name: "Approve the change" }).click();
  await page.getByText("Approved", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Approve the change" }).waitFor({ state: "detached" });
  await page.close();
});

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
  const answer = await fetch(`${plane.url}/v1/findings?limit=200`, { headers: { authorization: `Bearer ${token}` } });
  const { findings } = (await answer.json()) as { findings: readonly { id: string; fix?: { patch?: string } }[] };
  const patched = findings.find(({ fix }) => fix?.patch !== undefined);
  const page = await pageOf("Finn", 320);
  await page.goto(`${plane.url}/#/findings/${patched?.id}`);
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
  await page.goto(`${plane.url}/#/requests/${id}`);
  await page.getByText("one of the 2 owners of sales.orders: Ben Ito, Liv Sand").waitFor();
  const marked = page.getByRole("navigation").locator("[aria-current]");
  expect(await marked.allTextContents()).toEqual(place === undefined ? [] : [place]);
  expect(await page.getByRole("main").innerText()).not.toMatch(/target\.|team:/);
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
