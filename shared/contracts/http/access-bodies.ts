import * as z from "zod";
import { MOST_ITEMS } from "#shared/access/access-request.ts";
import { NO_REASON, saysWhy } from "#shared/contracts/http/reason-of-a-no.ts";
import { formatDuration, parseDurationOrIso } from "#shared/kernel/duration.ts";
import { personId } from "#shared/kernel/ids.ts";
import { days, parseIso } from "#shared/kernel/time.ts";

const DAY_LIMIT = days(366);

/** `4h`, or ISO 8601 as machines write it. */
export const DurationText = z.string().transform((text, context) => {
  const read = parseDurationOrIso(text);
  if (read.ok && read.value <= DAY_LIMIT && read.value >= 1_000) return read.value;
  const write = read.ok
    ? `at most ${formatDuration(DAY_LIMIT)}`
    : (read.error.write ?? "a whole number and one of s m h d w, such as 4h");
  context.addIssue({ code: "custom", message: `"${text.slice(0, 40)}" is no duration: write ${write}` });
  return z.NEVER;
});

const MomentText = z.string().transform((text, context) => {
  const moment = parseIso(text);
  if (moment !== undefined) return moment;
  context.addIssue({ code: "custom", message: `"${text.slice(0, 40)}" is no moment: write 2026-11-23T10:00:00Z` });
  return z.NEVER;
});

const id = z.string().min(1).max(200);
const words = z.string().max(2_000);
const ticket = z.string().min(1).max(100);

const AskedItemBody = z.strictObject({
  dataset: id,
  template: id,
  account: id.optional(),
  parameters: z.record(z.string().max(100), z.string().max(500)).optional(),
});

/** Body of POST /v1/access/requests and of POST /v1/access/previews. */
export const AskBody = z
  .strictObject({
    items: z.array(AskedItemBody).min(1).max(MOST_ITEMS),
    duration: DurationText,
    justification: words,
    ticket: ticket.optional(),
    beneficiary: id.transform(personId).optional(),
    startsAt: MomentText.optional(),
  })
  .meta({ id: "AccessAsk" });

/** Body of POST /v1/access/requests/{id}/decisions. Limits can only shrink what was asked. */
export const DecisionBody = z
  .strictObject({
    outcome: z.enum(["approve", "reject"]),
    note: words,
    limits: z
      .strictObject({
        duration: DurationText.optional(),
        /** The items that are approved, by their number; the others are withheld. */
        items: z.array(z.int().min(1).max(MOST_ITEMS)).min(1).max(MOST_ITEMS).optional(),
      })
      .optional(),
  })
  .refine(saysWhy, NO_REASON)
  .meta({ id: "Decision" });

/** Body of POST /v1/access/requests/{id}/extension: how much longer. */
export const ExtensionBody = z
  .strictObject({ duration: DurationText, justification: words.optional(), ticket: ticket.optional() })
  .meta({ id: "Extension" });

/** Body of POST /v1/access/requests/{id}/revocation and of its kin. */
export const NoteBody = z.strictObject({ note: words.optional() }).meta({ id: "Note" });

export type AskBody = z.infer<typeof AskBody>;
export type DecisionBody = z.infer<typeof DecisionBody>;
