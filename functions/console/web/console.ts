import { call, Refusal, signedIn, signIn, signOut } from "#functions/console/web/api.ts";
import { h, tell } from "#functions/console/web/dom.ts";
import { oneChange } from "#functions/console/web/views/changes.ts";
import { findings, oneFinding } from "#functions/console/web/views/findings.ts";
import { oneReport, reports } from "#functions/console/web/views/reports.ts";
import { myRequests, oneRequest, toDecide } from "#functions/console/web/views/requests.ts";

/** What a route shows, and under which place it belongs where its address does not say so. */
type Seen = { readonly content: readonly HTMLElement[]; readonly place?: string | undefined };
type View = (id: string, person: string) => Promise<readonly HTMLElement[] | Seen>;

const ROUTES: readonly { readonly path: RegExp; readonly view: View }[] = [
  { path: /^#\/requests\/(.+)$/, view: oneRequest },
  { path: /^#\/requests$/, view: myRequests },
  { path: /^#\/changes\/(.+)$/, view: oneChange },
  { path: /^#\/to-decide$/, view: toDecide },
  { path: /^#\/findings\/(.+)$/, view: oneFinding },
  { path: /^#\/findings$/, view: findings },
  { path: /^#\/reports\/(.+)$/, view: oneReport },
  { path: /^#\/reports$/, view: reports },
];

const PLACES = [
  ["#/requests", "My requests"],
  ["#/to-decide", "To decide"],
  ["#/findings", "Findings"],
  ["#/reports", "Reports"],
] as const;

let person = "";
// The newest look wins: an answer to an older one is dropped.
let looks = 0;

async function show(): Promise<void> {
  looks += 1;
  const look = looks;
  const hash = location.hash === "" ? "#/requests" : location.hash;
  header(placeOfList(hash));
  const seen = await seenAt(hash);
  if (look !== looks) return;
  const { content, place = placeOfList(hash) } = "content" in seen ? seen : { content: seen };
  header(place);
  document.getElementById("main")?.replaceChildren(...content);
}

/** A list is its own place; so is what one opens from it, unless its view says otherwise. A request is in two lists. */
const placeOfList = (hash: string): string | undefined =>
  hash.startsWith("#/requests/") ? undefined : PLACES.find(([href]) => hash.startsWith(href))?.[0];

async function seenAt(hash: string): Promise<readonly HTMLElement[] | Seen> {
  try {
    if (!signedIn()) return await signInView();
    const found = ROUTES.find(({ path }) => path.test(hash));
    const id = written(found?.path.exec(hash)?.[1] ?? "");
    if (found === undefined || id === undefined)
      return [h("h1", {}, "There is no such page"), h("p", {}, h("a", { href: "#/requests" }, "My requests"))];
    return await found.view(id, person);
  } catch (fault) {
    return [faultView(fault)];
  }
}

/** What an address says, or undefined where its percent signs say nothing. */
function written(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function faultView(fault: unknown): HTMLElement {
  const words = fault instanceof Error ? fault.message : String(fault);
  const { status, remedy } = fault instanceof Refusal ? fault : { status: undefined, remedy: undefined };
  // What cannot be found stays so: the way on is a list above, and a remedy in words of the API helps nobody here.
  if (status === 404) return h("section", { class: "card fault", role: "alert" }, h("h1", {}, words));
  return h(
    "section",
    { class: "card fault", role: "alert" },
    h("h1", {}, words),
    remedy === undefined ? undefined : h("p", { class: "soft" }, remedy),
    h("div", { class: "actions" }, h("button", { click: () => void show() }, "Try again")),
  );
}

function header(place: string | undefined): void {
  const links = PLACES.map(([href, words]) =>
    h("a", { href, ...(href === place ? { "aria-current": "page" } : {}) }, words),
  );
  const who = h("span", {}, `${person} `, h("button", { click: leave }, "Sign out"));
  document
    .getElementById("top")
    ?.replaceChildren(
      h("strong", {}, "Tollgate"),
      ...(signedIn() ? [h("nav", { "aria-label": "Main" }, ...links), who] : []),
    );
}

function leave(): void {
  signOut();
  void show();
}

async function signInView(): Promise<readonly HTMLElement[]> {
  const { people } = await call<{ people: readonly { id: string; name: string; groups: readonly string[] }[] }>(
    "GET",
    "/v1/local/people",
  );
  const rows = people.map(({ id, name, groups }) =>
    h(
      "li",
      {},
      h("span", {}, name),
      h("button", { click: () => void enter(id) }, `Sign in as ${name.split(" ")[0]}`),
      h("span", { class: "second" }, groups.filter((group) => group !== "all-staff").join(", ")),
    ),
  );
  return [
    h("h1", {}, "Sign in as a sample person"),
    h("p", { class: "lead" }, "This plane runs on your computer; its people are made up."),
    rows.length === 0
      ? h(
          "p",
          { class: "card" },
          "There is nobody yet: the plane was started empty. Bring people with: tollgate people load FILE",
        )
      : h("ul", { class: "rows" }, ...rows),
  ];
}

async function enter(id: string): Promise<void> {
  try {
    await signIn(id);
    person = id;
    await show();
    document.getElementById("main")?.focus();
  } catch (fault) {
    tell(fault instanceof Error ? fault.message : String(fault));
  }
}

addEventListener("hashchange", () => void show());
void show();
