import { expect, test } from "vitest";
import { sampleDocuments } from "#infra/local/sample/documents.ts";
import { consoleWorld } from "#test/support/console-world.ts";

const { url, faults, pageOf, tokenOf, ask } = consoleWorld();

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

test("a no without its reason is asked for one, at its field, and nothing is sent", async () => {
  const { id } = await ask("refused by somebody who says why only when asked");
  const page = await pageOf("Ben");
  await page.goto(`${url()}/#/requests/${id}`);
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByText("Not rejected: a no needs its reason").waitFor();
  const note = page.getByRole("textbox", { name: "Your decision" });
  expect(await note.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  await note.fill("Use the masked copy in dev");
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByText("Rejected", { exact: true }).waitFor();
  await page.getByText("ben.ito: reject").waitFor();
  expect(await page.getByRole("main").innerText()).toContain("Use the masked copy in dev");
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
  const made = await fetch(`${url()}/v1/catalog/plans`, {
    method: "POST",
    headers,
    body: JSON.stringify({ files }),
  });
  const { plan } = (await made.json()) as { plan: { id: string } };
  const applied = await fetch(`${url()}/v1/catalog/plans/${plan.id}/application`, {
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
  await page.getByRole("button", { name: "Reject" }).click();
  await page.getByText("Not rejected: a no needs its reason").waitFor();
  await page.getByRole("button", { name: "Approve the change" }).click();
  await page.getByText("Approved", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Approve the change" }).waitFor({ state: "detached" });
  await page.close();
});

test("nothing was said to the browser's console, and no content rule was broken", () => {
  expect(faults).toEqual([]);
});
