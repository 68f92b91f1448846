import * as z from "zod";

const text = z.string().min(1);
const url = z.url();
const count = z.coerce.number<string>().int().nonnegative();
const account = z.string().regex(/^\d{12}$/);
const whether = z.enum(["on", "off"]);
const moment = z.iso.datetime();
const mail = z.email();

/**
 * What functions are told by their environment, piece by piece. A spec puts together the pieces that its
 * capabilities need, so that a name has one meaning everywhere and a stack cannot leave one out.
 */
export const ENV = {
  /** The one table. */
  table: { TABLE_NAME: text },
  /** The bus of our own events. */
  bus: { BUS_NAME: text },
  /** The queue that sweeps are cut into. */
  sweeps: { SWEEP_SHARDS_QUEUE_URL: url },
  /** One-shot schedules: their group, the role that EventBridge Scheduler takes on, and whom it wakes. */
  oneShots: { SCHEDULE_GROUP: text, SCHEDULE_ROLE_ARN: text, GRANT_CONVERGE_ARN: text },
  /** What governed accounts ask of whoever assumes their Tollgate roles. Not a secret: it keeps deputies from being confused. */
  members: { MEMBER_EXTERNAL_ID: text },
  /** How old a read of IAM may be, in whole seconds. */
  staleness: { READ_STALENESS_SECONDS: count },
  /** Where bills arrive. */
  bills: { BILLS_BUCKET: text },
  /** Whose Cost Explorer is asked, and how often a day at most; 0 asks it nothing. */
  explorer: { COST_EXPLORER_ACCOUNT: account, COST_EXPLORER_DAILY_REQUESTS: count },
  /** Whether the hub may read the organization that it is in. */
  organization: { ORGANIZATION_READ: whether },
  /** Ledgers of bills and files of reports. */
  reports: { REPORTS_BUCKET: text },
  /** Sealed events and seals, under Object Lock. */
  audit: { AUDIT_BUCKET: text },
  /** When this plane began: no event is older. */
  genesis: { GENESIS: moment },
  /** Who sends mail, where links lead, and the parameter that holds the webhooks' addresses and keys. */
  messages: { MAIL_FROM: mail, CONSOLE_URL: url, CONNECTIONS_PARAMETER: text },
  /** The identity provider's group whose members may lay the first catalogue. */
  operators: { BOOTSTRAP_OPERATOR_GROUP: text },
} as const;
