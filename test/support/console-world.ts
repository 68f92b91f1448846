import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { boot, type RunningPlane } from "#infra/local/boot.ts";
import { consolePages } from "#infra/local/console-pages.ts";
import { openHome } from "#infra/local/home.ts";

/** The first page of a plane with the sample company, in a real browser. */
export type ConsoleWorld = {
  readonly url: () => string;
  /** What the browser's console was told, and faults of the page. */
  readonly faults: string[];
  /** A page on which the person is signed in, such as "Ben". */
  pageOf(person: string, width?: number): Promise<Page>;
  /** A token of the person, such as "ben.ito". */
  tokenOf(person: string): Promise<string>;
  /** Jon asks for sales.orders in prod. */
  ask(justification: string): Promise<{ readonly id: string }>;
};

/** Brings plane and browser up before the tests of a file, and down after them. */
export function consoleWorld(): ConsoleWorld {
  const folder = mkdtempSync(join(tmpdir(), "tollgate-console-"));
  const faults: string[] = [];
  let plane: RunningPlane;
  let browser: Browser;

  beforeAll(async () => {
    plane = await boot({
      home: openHome(folder),
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
    const asked = await fetch(`${plane.url}/v1/access/requests`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await tokenOf("jon.abel")}`,
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

  return { url: () => plane.url, faults, pageOf, tokenOf, ask };
}
