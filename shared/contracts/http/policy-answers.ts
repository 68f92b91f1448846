import * as z from "zod";
import { SEVERITIES } from "#shared/findings/finding.ts";

const moment = z.iso.datetime();
const count = z.int().nonnegative();

export const PolicyAnswer = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    team: z.string(),
    mode: z.enum(["observe", "notify", "enforce"]),
    severity: z.enum(SEVERITIES),
    hash: z.string(),
    /** Whether this version may write now: promoted, in mode enforce, and not halted. */
    enforcing: z.boolean(),
    halted: z.exactOptional(z.strictObject({ because: z.string(), by: z.string(), at: moment })),
    promoted: z.exactOptional(z.strictObject({ plan: z.string(), by: z.string(), at: moment, hash: z.string() })),
    writesToday: count,
    dayCap: z.exactOptional(count),
  })
  .meta({ id: "Policy" });

export type PolicyAnswer = z.infer<typeof PolicyAnswer>;

const PlanCounts = z.strictObject({
  inScope: count,
  change: count,
  patch: count,
  exempt: count,
  person: count,
  tags: count,
  raised: count,
  lowered: count,
  unread: count,
});

const PlanHead = z.strictObject({
  id: z.string(),
  policy: z.string(),
  hash: z.string(),
  by: z.string(),
  at: moment,
  goodUntil: moment,
  counts: PlanCounts,
  sentence: z.string(),
});

export const PlanAnswer = PlanHead.extend({
  unread: z.array(z.string()),
  entries: z.array(
    z.strictObject({
      resource: z.string(),
      type: z.string(),
      account: z.string(),
      region: z.string(),
      name: z.string(),
      will: z.enum(["change", "patch", "exempt", "person"]),
      changes: z.array(
        z.strictObject({
          setting: z.string(),
          from: z.string(),
          to: z.string(),
          direction: z.enum(["raise", "lower", "none"]),
        }),
      ),
      reason: z.exactOptional(z.string()),
    }),
  ),
  cursor: z.exactOptional(z.string()),
}).meta({ id: "PolicyPlan" });

export type PlanAnswer = z.infer<typeof PlanAnswer>;

export const PolicyDetailAnswer = PolicyAnswer.extend({ plans: z.array(PlanHead) }).meta({ id: "PolicyDetail" });

export const ActionAnswer = z
  .strictObject({
    id: z.string(),
    policy: z.string(),
    hash: z.string(),
    plan: z.string(),
    resource: z.string(),
    type: z.string(),
    name: z.string(),
    state: z.enum(["WAITING", "INTENDED", "UNKNOWN", "DONE", "FAILED"]),
    because: z.exactOptional(z.string()),
    changes: z.array(z.string()),
    findings: z.array(z.string()),
    intendedAt: moment,
    doneAt: z.exactOptional(moment),
    undoes: z.exactOptional(z.string()),
    undoneBy: z.exactOptional(z.string()),
    undoUntil: z.exactOptional(moment),
  })
  .meta({ id: "Action" });

export type ActionAnswer = z.infer<typeof ActionAnswer>;

export const UndoAnswer = z
  .strictObject({ action: ActionAnswer, waitsFor: z.array(z.string()), cannot: z.exactOptional(z.string()) })
  .meta({ id: "Undo" });

const share = z.number().min(0).max(1);

/** The organization as it was read last, and its accounts that no Account document names. */
const OrganizationAnswer = z.strictObject({
  readAt: z.exactOptional(moment),
  unreadable: z.exactOptional(z.string()),
  accounts: count,
  ungoverned: z.array(
    z.strictObject({
      account: z.string(),
      name: z.string(),
      ou: z.string(),
      environment: z.exactOptional(z.string()),
    }),
  ),
});

export const CoverageAnswer = z
  .strictObject({
    shards: z.array(
      z.strictObject({
        account: z.string(),
        region: z.string(),
        type: z.string(),
        since: moment,
        sweptAt: z.exactOptional(moment),
        resources: z.exactOptional(count),
        compliant: z.exactOptional(count),
        tagCoverage: z.exactOptional(share),
        announced: count,
        missed: count,
        eventLoss: z.exactOptional(share),
      }),
    ),
    pending: z.array(
      z.strictObject({ resource: z.string(), because: z.string(), since: moment, attempts: count, nextAt: moment }),
    ),
    /** Absent where no organization is read. */
    organization: z.exactOptional(OrganizationAnswer),
  })
  .meta({ id: "Coverage" });

export type CoverageAnswer = z.infer<typeof CoverageAnswer>;

export const KillSwitchAnswer = z
  .strictObject({
    on: z.boolean(),
    by: z.exactOptional(z.string()),
    at: z.exactOptional(moment),
    because: z.exactOptional(z.string()),
  })
  .meta({ id: "KillSwitch" });
