import type { AccessPolicy } from "#shared/catalog/documents/access-policy.ts";
import type { Message, SinkReply } from "#shared/findings/message-sink.ts";
import { notifyChange } from "#shared/findings/notify-change.ts";
import { hours } from "#shared/kernel/time.ts";
import { changePostsOn } from "#shared/storage/change-post-store.ts";
import { lower, planDesk } from "#test/support/catalog/plan-desk.ts";
import { changes, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

/** Reminders after 4 h and 20 h; escalated after 8 h to the leads of orders, who are lea. */
export const speaking: AccessPolicy = {
  ...changes,
  remind: [hours(4), hours(20)],
  escalate: { after: hours(8), to: { kind: "team", team: "orders", part: "lead" } },
};

const documents = saltmarshWith(speaking).map((each) =>
  each.kind === "Team" && each.id !== "orders" ? { ...each, mail: `${each.id}-oncall@example.com` } : each,
);

/** A desk with a plan of `pat` that lowers finance.ledger, whose teams but orders have a mailbox, and what was sent. */
export async function notifiedPlan(reply: () => SinkReply = () => ({ kind: "delivered" })) {
  const desk = await planDesk(documents);
  const { id } = await desk.planAndApply(documents.map((each) => (each.id === lower.id ? lower : each)));
  const sent: Message[] = [];
  const sink = {
    async send(message: Message) {
      sent.push(message);
      return reply();
    },
  };
  const deps = { ...desk.deps, changePosts: changePostsOn(desk.records), sink };
  let seen = 0;
  return {
    ...desk,
    id,
    deps,
    sent,
    tell: (type: string) => notifyChange({ plan: id, type }, deps),
    /** Every event of the plan since the last call, as the bus would bring it; answers what was said. */
    async news(): Promise<readonly string[]> {
      const from = sent.length;
      const events = await desk.eventsOf(id);
      for (const { type } of events.slice(seen)) await notifyChange({ plan: id, type }, deps);
      seen = events.length;
      return sent.slice(from).map(({ destination, title }) => `${toOf(destination)}: ${title}`);
    },
  };
}

const toOf = (destination: Message["destination"]): string =>
  "address" in destination ? (destination.address.split("@")[0] ?? "") : JSON.stringify(destination);
