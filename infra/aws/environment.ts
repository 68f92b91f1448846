import { readFileSync } from "node:fs";
import { type Document, LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { MOST_ACCOUNTS } from "#infra/aws/permissions/divided.ts";

const accountNumber = z.string().regex(/^\d{12}$/, 'a 12-digit account number in quotes, such as "111122223333"');
const days = z.int().min(1).max(3_653);

/** ARNs here are of the partition `aws`: China, GovCloud and the isolated ones have others. */
const region = z
  .string()
  .regex(
    /^(?!(cn|us-gov|us-iso[a-z]?|eu-isoe)-)[a-z]{2}(-[a-z]+)+-\d$/,
    'a region of the AWS partition, such as "eu-west-1"',
  );

/** Plain HTTP is for an emulator: API Gateway reads an issuer's keys, and people sign in, by TLS alone. */
const addressOf = (words: string) =>
  z.url({ protocol: /^https?$/, error: words }).refine((text) => {
    const { protocol, hostname } = URL.parse(text) ?? { protocol: "", hostname: "" };
    return protocol === "https:" || LOOPBACK.has(hostname);
  }, words);

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

const noneTwice = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** Who writes, and whose permission SES asks for it: of the most narrow identity that it has verified. */
const MailKeys = z
  .strictObject({
    sender: z.email('a mail address that SES may send from, such as "tollgate@example.com"'),
    identity: z
      .string()
      .optional()
      .describe("what SES has verified, where that is the sender's domain; without it the address itself"),
  })
  .refine(({ sender, identity }) => identity === undefined || isIdentityOf(sender, identity), {
    path: ["identity"],
    error: 'the address of "sender" itself, its domain, or one above it',
  });

const isIdentityOf = (sender: string, identity: string): boolean =>
  identity === sender ||
  (identity.includes(".") && `.${sender.slice(sender.indexOf("@") + 1)}`.endsWith(`.${identity}`));

/** CloudWatch Logs keeps only these numbers of days (API reference, PutRetentionPolicy). */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Member stacks in whole organizational units, by StackSets. */
const StackSetKeys = z.strictObject({
  units: z
    .array(
      z
        .string()
        .regex(
          /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/,
          'the id of an organizational unit, such as "ou-ab12-cdef3456"',
        ),
    )
    .min(1, "at least one organizational unit"),
  enrolled: z.boolean().describe("whether policies may write there; without it Tollgate only looks"),
});

/** What is asked of whoever pays: the management account, or the hub where there is none. */
const BillingKeys = z.strictObject({
  focus: z
    .enum(["1.0", "1.2"], 'the FOCUS version of the data export, in quotes: "1.0" or "1.2"')
    .describe("an export cannot change its table: another version is another export"),
  budget: z
    .strictObject({
      monthlyUsd: z.int("a whole number of US dollars").min(1, "1 US dollar or more"),
      notify: z.email('a mail address, such as "finops@example.com"'),
    })
    .optional(),
  explorerRequests: z
    .int()
    .min(0)
    .max(500, "500 requests a day or fewer; each costs USD 0.01")
    .describe("most requests a day to Cost Explorer, for months without an export; 0 asks it nothing"),
});

const share = (what: string) =>
  z.number().min(0, `${what}, 0 to 100 percent`).max(100, `${what}, 0 to 100 percent`).default(5);

/** Lines of the alarms on shares, in percent. */
const AlarmKeys = z.strictObject({
  failedRuns: share("of the functions' runs, how many may fail"),
  failedRequests: share("of the API's requests, how many may be answered with 5xx"),
  lostEvents: share("of the resources that sweeps of a day saw, how many no event may have announced"),
});

/** Where and for whom one copy of the plane runs: `infra/aws/environments/<name>.yaml`. */
export const EnvironmentFile = z
  .strictObject({
    account: accountNumber.describe("the governance account: the hub"),
    region,
    regions: z
      .array(region)
      .refine(noneTwice, "a list that names each region once")
      .default([])
      .describe("further regions of governed accounts, whose events are forwarded; sweeps need none of it"),
    organization: z.string().regex(/^o-[a-z0-9]{10,32}$/, 'an AWS organization id, such as "o-a1b2c3d4e5"'),
    readOrganization: z
      .boolean("true or false")
      .default(false)
      .describe(
        "whether the hub may read the organization: it is its delegated administrator, or its management account",
      ),
    management: accountNumber
      .optional()
      .describe("the organization's management account: it pays, and owns its trails"),
    governed: z
      .array(accountNumber)
      .min(1, "at least one account to govern")
      .max(MOST_ACCOUNTS, `a list of ${MOST_ACCOUNTS} accounts or fewer: IAM lets a role name no more`)
      .refine(noneTwice, "a list that names each account once")
      .describe("accounts with a member stack"),
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{16,1224}$/, "16 letters, digits or +=,.@:/- or more, the same as in the member stacks"),
    issuer: addressOf('the issuer of your identity provider, such as "https://login.example.com"'),
    audience: z.string().min(1, "what the provider's tokens are for: its client id"),
    operatorGroup: z
      .string()
      // API Gateway hands the groups of a token on as one text, in which these part them.
      .regex(
        /^[^\s,[\]]+$/,
        "a group of the identity provider without spaces, commas and brackets: its id, where its name has some",
      )
      .describe("the group whose members lay the first catalogue"),
    mail: MailKeys,
    console: addressOf('the address people open, such as "https://tollgate.example.com"'),
    began: z.iso.datetime('when this plane began, such as "2026-12-01T00:00:00Z"; never changed afterwards'),
    readStaleness: z
      .int()
      .min(0)
      .max(600)
      .default(60)
      .describe("seconds that IAM may take to show what was written; a read is believed after them"),
    retention: z.strictObject({
      logs: z.int().refine((value) => LOG_DAYS.includes(value), `one of ${LOG_DAYS.join(", ")} days`),
      audit: days.describe("days for which Object Lock keeps sealed events"),
      reports: days.describe("days for which Object Lock keeps FINAL reports"),
      bills: days.describe("days after which a bill's file is removed"),
    }),
    stackSet: StackSetKeys.optional().describe("member stacks by StackSets; by cdk deploy alone when absent"),
    trail: z.strictObject({ days }).optional().describe("a trail of the whole organization, kept for so many days"),
    archive: z
      .strictObject({ days })
      .optional()
      .describe("what the accounts forward, kept for so many days to replay it"),
    billing: BillingKeys.optional(),
    alarms: AlarmKeys.prefault({}).describe("where the alarms stack draws its lines; 5 percent each when absent"),
  })
  .superRefine(({ region: home, regions, management, stackSet, trail }, context) => {
    if (regions.includes(home)) {
      context.addIssue({
        code: "custom",
        path: ["regions"],
        message: 'a list without "region", whose events come anyway',
      });
    }
    const needing = stackSet === undefined ? trail && "trail" : "stackSet";
    if (needing === undefined || management !== undefined) return;
    context.addIssue({ code: "custom", path: ["management"], message: `given with "${needing}"` });
  });

/** Who pays: billing data and Cost Explorer are there. */
export const payerOf = ({ management, account }: Pick<Environment, "management" | "account">): string =>
  management ?? account;

export type Environment = Readonly<z.infer<typeof EnvironmentFile>> & { readonly name: string };

/** The configuration cannot be used as it stands; the message has a line for each key. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** @throws EnvironmentError naming file, line, key and what would be right */
export function readEnvironment(name: string, folder: string): Environment {
  if (!/^[a-z][a-z0-9-]{0,20}$/.test(name)) {
    throw new EnvironmentError(
      `Cannot synthesise environment "${name}": write cdk synth --context environment=<name>, in lower case, as infra/aws/environments/<name>.yaml`,
    );
  }
  const file = `${folder}/${name}.yaml`;
  return { ...environmentIn(textOf(file, name), file), name };
}

function textOf(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new EnvironmentError(
      `Cannot synthesise environment "${name}": there is no infra/aws/environments/${name}.yaml`,
    );
  }
}

function environmentIn(text: string, file: string): z.infer<typeof EnvironmentFile> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number | undefined): string => `${file}:${offset === undefined ? 1 : lines.linePos(offset).line}`;
  const broken = document.errors[0];
  if (broken !== undefined) throw new EnvironmentError(`${at(broken.pos[0])} Cannot read YAML: ${broken.message}`);
  const read = EnvironmentFile.safeParse(valuesOf(document, file));
  if (read.success) return read.data;
  const words = read.error.issues.map((issue) => {
    const path = issue.path.map(String);
    const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
    const key = path.join(".");
    const missing = path.length > 0 && node === undefined;
    return `${at(node?.range?.[0])} ${missing ? `Cannot do without key "${key}"${reasonOf(issue)}` : problemOf(issue, key)}`;
  });
  throw new EnvironmentError(words.join("\n"));
}

/** No anchors and aliases: a configuration says each thing where it stands. */
function valuesOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (fault) {
    throw new EnvironmentError(`${file}:1 Cannot read YAML: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}

/** A key that only others make necessary says which. */
const reasonOf = (issue: z.core.$ZodIssue): string => (issue.code === "custom" ? `: it must be ${issue.message}` : "");

function problemOf(issue: z.core.$ZodIssue, key: string): string {
  if (issue.code === "unrecognized_keys") {
    return `Cannot read key "${issue.keys.join('", "')}": there is none of that name`;
  }
  return key === "" ? "Cannot use it: it is no map of keys" : `Cannot use key "${key}": it must be ${issue.message}`;
}
