import { shown } from "#shared/kernel/shown-text.ts";

type Child = Node | string | undefined | readonly Child[];

type Attributes = { readonly [name: string]: string | boolean | ((event: Event) => void) | undefined };

/** An element with its attributes and children. Text is always text: nothing here reads HTML, and what would turn or hide it is shown. */
export function h(name: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  add(element, children);
  return element;
}

function add(parent: Node, child: Child): void {
  if (child === undefined) return;
  if (typeof child === "string") parent.appendChild(document.createTextNode(child.replaceAll(/[^\n\t]+/g, shown)));
  else if (child instanceof Node) parent.appendChild(child);
  else for (const each of child) add(parent, each);
}

/** A moment in the reader's zone; the exact UTC on hover. */
export const moment = (iso: string): HTMLElement =>
  h(
    "time",
    { datetime: iso, title: iso },
    new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }),
  );

export const facts = (
  rows: readonly (readonly [string, Child])[],
  { sums = false }: { readonly sums?: boolean } = {},
): HTMLElement =>
  h(
    "dl",
    { class: sums ? "sums" : undefined },
    ...rows
      .filter(([, value]) => value !== undefined && value !== "")
      .flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );

const GOOD = ["ACTIVE", "APPROVED", "RESOLVED", "FINAL", "APPLIED"];
const BAD = ["REJECTED", "FAILED", "REVOKE_RETRY", "BLOCKED", "OPEN", "REOPENED", "EXPIRED"];

/** A state as a word; its colour only repeats it. */
export const state = (word: string): HTMLElement =>
  h(
    "span",
    { class: `state ${GOOD.includes(word) ? "good" : BAD.includes(word) ? "bad" : ""}` },
    word.toLowerCase().replaceAll("_", " "),
  );

export function tell(words: string): void {
  const news = document.getElementById("news");
  if (news === null) return;
  news.textContent = shown(words);
  setTimeout(() => {
    if (news.textContent === shown(words)) news.textContent = "";
  }, 6_000);
}
