import type { AccessRequest } from "#shared/access/access-request.ts";
import { type Grant, isOver } from "#shared/access/grant.ts";
import { PEOPLE_PATH } from "#shared/access/people-role.ts";
import { deadLetterQueue } from "#shared/adapters/local/sqlite-queues.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import type { Seal } from "#shared/audit/seal.ts";
import { copyKey, copyName } from "#shared/audit/sealed-copy.ts";
import { verifyExport } from "#shared/audit/verify-export.ts";
import type { CatalogProposal } from "#shared/catalog/proposal.ts";
import { type CopyFile, verifySealedCopies } from "#shared/contracts/sealed-copies.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import type { ChangePost } from "#shared/findings/change-post.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { type Action, isUnsettled } from "#shared/policy/enforce/action.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";
import type { Story } from "#test/simulation/acts/story.ts";
import { attosIn } from "#test/simulation/invariants/cost.ts";
import { isOver as isDecided, nameOf } from "#test/simulation/invariants/held.ts";
import { stopsOf } from "#test/simulation/invariants/policy.ts";

/** What must hold once the weather was fair for long enough: everything came to its end, and is proved. */
export async function checkRest(story: Story): Promise<void> {
  checkAccessOver(story);
  checkNothingWaits(story);
  checkLedgerSettled(story);
  checkHeldOver(story);
  for (const asked of story.world.beyond) story.say(`capabilities: ${asked}`);
  await checkLedgers(story);
  await checkAudit(story);
}

function checkAccessOver({ rows, world, say }: Story): void {
  for (const grant of rows.ofKind("grant") as readonly Grant[])
    if (!isOver(grant)) say(`liveness: grant ${grant.id} is still ${grant.state}`);
  for (const request of rows.ofKind("access-request") as readonly AccessRequest[])
    if ("nextActionAt" in request) say(`liveness: request ${request.id} is still ${request.state}`);
  const left = world.database.prepare("SELECT body FROM sandbox WHERE kind = 'roles'").all();
  for (const { body } of left as { body?: unknown }[]) {
    const role = JSON.parse(String(body)) as { name: string; path: string; policies: Record<string, unknown> };
    const names = role.path === PEOPLE_PATH ? Object.keys(role.policies) : [];
    if (names.length > 0) say(`liveness: role ${role.name} still carries ${names.join(", ")}`);
  }
}

function checkNothingWaits({ world, say, refusable, rows }: Story): void {
  // A bill that cannot be read is refused, and one whose account another source has brought.
  const sources = new Set(
    (rows.ofKind("cost-period") as readonly { readonly source: string }[]).map((each) => each.source),
  );
  const mayRefuse = refusable.size > 0 || sources.size > 1 || sources.has("beside");
  const depths = Object.entries(world.plane.queues.depths());
  for (const [queue, depth] of depths) {
    const refused = queue === deadLetterQueue("bills") && mayRefuse;
    if (!refused) say(`liveness: ${depth} messages in ${queue}`);
  }
  const shots = world.database.prepare("SELECT name FROM one_shots WHERE at <= ?").all(world.clock.now());
  if (shots.length > 0) say(`liveness: ${shots.length} one-shots are overdue`);
  if (world.plane.stream.waiting() > 0) say("liveness: events are not published");
}

/**
 * Every write came to its end, but for an undo that waits for others to agree, and for what is stopped: by the
 * kill switch, or by the halt of its policy (which stops no undo). What waits has its moment, always ahead.
 */
function checkLedgerSettled({ rows, say, world }: Story): void {
  for (const action of (rows.ofKind("action") as readonly Action[]).filter(isUnsettled)) {
    const { id, state, nextAt } = action;
    const waits = state === "WAITING" || stopsOf(action, rows).length > 0;
    if (!waits) say(`liveness: action ${id} is ${state}, and nothing stops it`);
    if (nextAt <= world.clock.now()) say(`liveness: action ${id} is ${state} and overdue since ${nextAt}`);
  }
}

/** No held change is forgotten: each came to an end, and its people were told which. */
function checkHeldOver({ rows, say, lost }: Story): void {
  const told = (rows.ofKind("change-post") as readonly ChangePost[]).filter(({ state }) => state === "DELIVERED");
  for (const { id, state, held } of rows.ofKind("catalog-plan") as readonly CatalogProposal[]) {
    if (state !== "applied") continue;
    for (const change of held) {
      const what = nameOf(change);
      if (!isDecided(change)) say(`liveness: ${what} of plan ${id} is still ${change.state}`);
      const isTold = told.some(({ plan, document, turn }) => plan === id && document === what && turn === change.state);
      if (!isTold && !lost.news) say(`liveness: nobody was told that ${what} of plan ${id} is ${change.state}`);
    }
  }
}

type Period = {
  readonly period: string;
  readonly versions: readonly {
    readonly totals: { readonly billed: string };
    readonly ledger: { readonly key: string; readonly sha256: string };
  }[];
};

/** The ledger itself, line by line, is what was billed. */
async function checkLedgers({ rows, world, say }: Story): Promise<void> {
  for (const { period, versions } of rows.ofKind("cost-period") as readonly Period[]) {
    const last = versions.at(-1);
    if (last === undefined) continue;
    const { lines } = await world.ports.cost.imports.ledger(last.ledger as never);
    const sum = lines.reduce((total, { amounts }) => total + amounts.billed, 0n);
    if (sum !== attosIn(last.totals.billed)) say(`cost: the ledger of ${period} is not what was billed`);
  }
}

/** Everything that ever happened, as an export would show it. */
async function checkAudit({ world, say }: Story): Promise<void> {
  const stored = world.database.prepare("SELECT body FROM items WHERE kind = 'event' ORDER BY pk, sk").all();
  const events = stored.map(({ body }) => JSON.parse(String(body)) as ChainedEvent);
  const seals: readonly Seal[] = await world.ports.platform.seals.from(epochMillis(0));
  const verified = verifyExport(events, seals, nodeDigest);
  if (!verified.intact) say(`audit: ${verified.what} ${verified.where}: ${verified.why}`);
  const copied = verifySealedCopies(await copiesIn(world.copies, seals.length), nodeDigest);
  if (!copied.intact) say(`audit: of the copies ${copied.what} ${copied.where}: ${copied.why}`);
  else if (copied.seals !== seals.length) say(`audit: ${copied.seals} of ${seals.length} seals were copied`);
}

async function copiesIn(copies: BlobStore, seals: number): Promise<readonly CopyFile[]> {
  const files: CopyFile[] = [];
  for (let number = 1; number <= seals; number += 1) {
    const file = await copies.open(copyKey(number));
    if (file === undefined) continue;
    files.push({ name: copyName(number), text: new TextDecoder().decode(await file.slice(0, file.bytes)) });
  }
  return files;
}
