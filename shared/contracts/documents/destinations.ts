import type { Destination } from "#shared/catalog/documents/route.ts";
import { id, mailbox, reference } from "#shared/contracts/documents/names.ts";
import { optional, record } from "#shared/contracts/documents/record.ts";
import { complainAt, mapped, refined, type Shape, under, type ValueOf } from "#shared/contracts/documents/shape.ts";
import { hearer } from "#shared/contracts/documents/who.ts";
import { formed, value } from "#shared/contracts/documents/words.ts";

const address = mapped(under(mailbox, "address"), (found): Destination => ({ via: "mail", address: found }));

const somebody = under(hearer, "who");

const mail: Shape<Destination> = {
  schema: { type: "string" },
  read(node, place) {
    if (node.kind === "text" && node.text.includes("@")) return address.read(node, place);
    const who = somebody.read(node, place);
    return who === undefined ? undefined : { via: "mail", who };
  },
};

const channel = formed({
  code: "channel",
  is: 'a Slack channel is written such as "#orders-data"; its connection is set up in the deployment',
  pattern: /^#[\p{Ll}\p{N}_-]{1,80}$/u,
  make: (text) => text,
});

const written = record(
  {
    mail: optional(mail, "A role mailbox, or people", "finance-close@example.com"),
    slack: optional(channel, "A Slack channel", "#orders-data"),
    teams: optional(value, "A Teams channel", "Orders data"),
    pager: optional(somebody, "People on call", "team:security.oncall"),
    webhook: optional(id, "The name of a connection", "siem"),
    securityHub: optional(reference("an account", "data-prod"), "Security Hub of an account", "data-prod"),
  },
  { thing: "a destination" },
);

const ONE = "write one of mail, slack, teams, pager, webhook, securityHub";

/** Where something is sent: one way each. */
export const destination: Shape<Destination> = refined(written, (read, place) => {
  const ways = Object.keys(read).length;
  const one = ways === 1 ? destinationOf(read) : undefined;
  if (one !== undefined) return one;
  const found = ways === 0 ? "Cannot send nowhere" : `Cannot send in ${ways} ways at once`;
  return complainAt(place, "", { code: "destination", message: `${found}: ${ONE}` });
});

function destinationOf({
  mail: letter,
  slack,
  teams,
  pager,
  webhook,
  securityHub,
}: ValueOf<typeof written>): Destination | undefined {
  if (letter !== undefined) return letter;
  if (slack !== undefined) return { via: "slack", channel: slack };
  if (teams !== undefined) return { via: "teams", channel: teams };
  if (pager !== undefined) return { via: "pager", who: pager };
  if (webhook !== undefined) return { via: "webhook", connection: webhook };
  return securityHub === undefined ? undefined : { via: "securityHub", account: securityHub };
}
