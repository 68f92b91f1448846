import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { AskBody } from "#shared/contracts/http/access-bodies.ts";
import type { PersonId } from "#shared/kernel/ids.ts";

/** What a body asks, by whoever sent it: nobody asks in another's name, though it may be for another. */
export const askOf = (body: AskBody, requester: PersonId): AccessAsk => ({
  requester,
  items: body.items.map(({ dataset, template, account, parameters }) => ({
    dataset,
    template,
    ...(account === undefined ? {} : { account }),
    ...(parameters === undefined ? {} : { parameters }),
  })),
  duration: body.duration,
  justification: body.justification,
  ...(body.ticket === undefined ? {} : { ticket: body.ticket }),
  ...(body.beneficiary === undefined ? {} : { beneficiary: body.beneficiary }),
  ...(body.startsAt === undefined ? {} : { startsAt: body.startsAt }),
});
