import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { EnvironmentError, EnvironmentFile, readEnvironment } from "#infra/aws/environment.ts";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENVIRONMENTS } from "#test/infra/aws/stacks.ts";

const example = readFileSync(`${ENVIRONMENTS}/example.yaml`, "utf8");
const folder = mkdtempSync(join(tmpdir(), "tollgate-environments-"));

const STACK_SET = "stackSet: {units: [ou-ab12-cdef3456], enrolled: false}\n";

/** The keys that have no value unless the file says one. */
const requiredKeys = (): readonly string[] =>
  Object.entries(EnvironmentFile.shape).flatMap(([key, schema]) => (schema.safeParse(undefined).success ? [] : [key]));

function refusal(text: string): string {
  writeFileSync(join(folder, "broken.yaml"), text);
  try {
    readEnvironment("broken", folder);
  } catch (fault) {
    if (fault instanceof EnvironmentError) return fault.message.replaceAll(folder, "");
    throw fault;
  }
  return expect.unreachable("it was taken");
}

describe("bad day: configuration wrong: an environment", () => {
  test("the example is one", () => {
    expect(readEnvironment("example", ENVIRONMENTS)).toMatchObject({ account: "000000000000", readStaleness: 60 });
  });

  test("draws the lines of shares at 5 percent where it does not say", () => {
    const lines = { failedRuns: 5, failedRequests: 5, lostEvents: 5 };
    expect(readEnvironment("example", ENVIRONMENTS).alarms).toEqual(lines);
    writeFileSync(join(folder, "partly.yaml"), `${example}alarms: { failedRuns: 0.5 }\n`);
    expect(readEnvironment("partly", folder).alarms).toEqual({ ...lines, failedRuns: 0.5 });
  });

  test("the one whose templates are linted beside it asks for every key there is", () => {
    const whole = readEnvironment("whole", "test/infra/aws/environments");
    expect(Object.keys(whole).toSorted()).toEqual([...Object.keys(EnvironmentFile.shape), "name"].toSorted());
    expect(whole.billing?.budget).toBeDefined();
  });

  test.each([
    ["a share above all there is", /$/, "alarms: { lostEvents: 101 }", "0 to 100 percent"],
    ["a missing key", /^externalId.*\n/m, "", 'Cannot do without key "externalId"'],
    ["a misspelt key", "issuer:", "isuer:", 'Cannot read key "isuer": there is none of that name'],
    ["an account that YAML reads as a number", '"000000000000"', "123", 'Cannot use key "account"'],
    [
      "an issuer that is no address",
      "https://login.example.com/oauth2/default",
      "login",
      'such as "https://login.example.com"',
    ],
    ["a log retention that AWS does not offer", "logs: 90", "logs: 91", "one of 1, 3, 5, 7"],
    [
      "an account that is governed twice",
      '["111122223333"]',
      '["111122223333", "111122223333"]',
      "names each account once",
    ],
    ["a region of another partition", "us-east-1", "us-gov-west-1", "a region of the AWS partition"],
    ["the hub's own region as a further one", /$/, "regions: [us-east-1]\n", 'a list without "region"'],
    ["a further region twice", /$/, "regions: [eu-west-1, eu-west-1]\n", "names each region once"],
    [
      "an issuer without TLS, which API Gateway would not read",
      "https://login",
      "http://login",
      'Cannot use key "issuer"',
    ],
    [
      "a group that no token would show as one, since API Gateway parts groups by spaces",
      "00g1platformeng002",
      "Platform Engineers",
      "a group of the identity provider without spaces",
    ],
    ["a console without TLS", "https://tollgate", "http://tollgate", 'Cannot use key "console"'],
    [
      "an identity that the sender is none of",
      "  sender: tollgate@example.com",
      "  sender: tollgate@example.com\n  identity: ample.com",
      'Cannot use key "mail.identity": it must be the address of "sender" itself',
    ],
    ["nothing to govern", '["111122223333"]', "[]", "at least one account to govern"],
    [
      "units without the account they belong to",
      /$/,
      STACK_SET,
      'Cannot do without key "management": it must be given with "stackSet"',
    ],
    ["a unit that is none", /$/, `${STACK_SET.replace("ou-ab12-cdef3456", "sandbox")}`, 'such as "ou-ab12-cdef3456"'],
    ["a trail for no days", /$/, "trail: {}\n", 'Cannot do without key "trail.days"'],
    [
      "a FOCUS version that AWS exports as no table",
      /$/,
      'billing: {focus: "1.1", explorerRequests: 0}',
      'in quotes: "1.0" or "1.2"',
    ],
    [
      "a request budget that nobody meant",
      /$/,
      'billing: {focus: "1.2", explorerRequests: 5000}',
      "each costs USD 0.01",
    ],
    ["a key twice", "region: us-east-1", "region: us-east-1\nregion: eu-west-1", "Cannot read YAML"],
  ])("is refused with the key and what would be right: %s", (...[, from, to, words]) => {
    expect(refusal(example.replace(from, to))).toContain(words);
  });

  test.each(["http://127.0.0.1:4400", "http://localhost:9000/oauth2", "http://[::1]:9000"])(
    "an issuer on this computer, as an emulator has it, needs no TLS: %s",
    (issuer) => {
      writeFileSync(join(folder, "local.yaml"), example.replace("https://login.example.com/oauth2/default", issuer));
      expect(readEnvironment("local", folder).issuer).toBe(issuer);
    },
  );

  test.each(["tollgate@example.com", "example.com"])(
    "what SES verified may be the sender or its domain: %s",
    (identity) => {
      const sender = "  sender: tollgate@example.com";
      writeFileSync(join(folder, "mail.yaml"), example.replace(sender, `${sender}\n  identity: ${identity}`));
      expect(readEnvironment("mail", folder).mail.identity).toBe(identity);
    },
  );

  // Left out one by one: what is needed is told by its name, whichever it is.
  test.each(requiredKeys())("is refused by name without its %s", (key) => {
    const { [key]: gone, ...rest } = parse(example) as { [key: string]: unknown };
    expect(gone).toBeDefined();
    expect(refusal(stringify(rest))).toBe(`/broken.yaml:1 Cannot do without key "${key}"`);
  });

  test.each(Object.keys(EnvironmentFile.shape))("is refused by the name of what is no value of its: %s", (key) => {
    const wrong = { ...(parse(example) as object), [key]: [[]] };
    expect(refusal(stringify(wrong))).toContain(`key "${key}`);
  });

  test("the line of the wrong value is named", () => {
    const line = example.split("\n").findIndex((each) => each.startsWith("region:")) + 1;
    expect(refusal(example.replace("us-east-1", "nowhere"))).toMatch(new RegExp(`broken\\.yaml:${line} `));
  });

  test("an environment that is not there, or a path, is refused by name", () => {
    expect(() => readEnvironment("absent", ENVIRONMENTS)).toThrow(/there is no infra\/aws\/environments\/absent\.yaml/);
    expect(() => readEnvironment("../secret", ENVIRONMENTS)).toThrow(EnvironmentError);
  });

  test.each(CLOUD_FUNCTIONS.map((spec) => ({ name: spec.name, env: spec.env as FunctionSpec["env"] })))(
    "a function that was deployed without one of its values does not start, and names it: $name",
    ({ env }) => {
      const parsed = env.safeParse({});
      const named = parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0]));
      expect(named.toSorted()).toEqual(Object.keys(env.shape).toSorted());
    },
  );

  test("no text whatsoever fails in another way", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(refusal(text).length).toBeGreaterThan(0);
      }),
    );
  });
});
