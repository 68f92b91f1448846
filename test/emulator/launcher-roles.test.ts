import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateEmailIdentityCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { ACCOUNT, actingAs, answerTo, type Clients, policyOf, rootOf, trustOf } from "./account.ts";

const { url } = inject("emulator");

const NOTHING = policyOf({ Effect: "Deny", Action: "*", Resource: "*" });

const roleNamed = (name: string, more: { readonly Path?: string; readonly PermissionsBoundary?: string } = {}) =>
  new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustOf(), ...more });

const inline = (name: string) =>
  new PutRolePolicyCommand({ RoleName: name, PolicyName: "grant", PolicyDocument: NOTHING });

describe("roles are authorised by their path", () => {
  const PEOPLE = { Path: "/tollgate/people/" };

  test("a permission below a path covers roles made there and found there, and no others", async () => {
    const { iam } = await actingAs(url, "keeps-people", [
      { Effect: "Allow", Action: "iam:*", Resource: `arn:aws:iam::${ACCOUNT}:role/tollgate/people/*` },
    ]);
    expect(await answerTo(iam.send(roleNamed("ada", PEOPLE)))).toBe("allowed");
    expect(await answerTo(iam.send(inline("ada")))).toBe("allowed");
    expect(await answerTo(iam.send(new GetRoleCommand({ RoleName: "ada" })))).toBe("allowed");

    expect(await answerTo(iam.send(roleNamed("bare")))).toBe("denied");
    expect(await answerTo(iam.send(roleNamed("near", { Path: "/tollgate/" })))).toBe("denied");
    await rootOf(url).iam.send(roleNamed("plane", { Path: "/tollgate/plane/" }));
    expect(await answerTo(iam.send(inline("plane")))).toBe("denied");
    expect(await answerTo(iam.send(inline("keeps-people")))).toBe("denied");
  });

  test("a permission on the bare name does not cover a role of that name with a path", async () => {
    await rootOf(url).iam.send(roleNamed("boris", PEOPLE));
    const { iam } = await actingAs(url, "knows-bare-names", [
      { Effect: "Allow", Action: "iam:*", Resource: `arn:aws:iam::${ACCOUNT}:role/boris` },
    ]);
    expect(await answerTo(iam.send(new GetRoleCommand({ RoleName: "boris" })))).toBe("denied");
  });
});

test("all inline policies of a role together hold 10,240 characters, white space not counted, and no more", async () => {
  const { iam } = rootOf(url);
  await iam.send(roleNamed("eve", { Path: "/tollgate/people/" }));
  const sized = (PolicyName: string, characters: number, space = "") => {
    const policyWith = (name: string) => policyOf({ Effect: "Allow", Action: `s3:Get${name}`, Resource: "*" });
    const filled = policyWith("x".repeat(characters - policyWith("").length));
    return iam.send(new PutRolePolicyCommand({ RoleName: "eve", PolicyName, PolicyDocument: space + filled }));
  };
  await sized("first", 6_000, " ".repeat(5_000));
  await expect(sized("second", 4_241)).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect(iam.send(new GetRolePolicyCommand({ RoleName: "eve", PolicyName: "second" }))).rejects.toMatchObject({
    name: "NoSuchEntityException",
  });
  await sized("second", 4_240);
  await expect(sized("second", 4_241)).rejects.toMatchObject({ name: "LimitExceededException" });
  const kept = await iam.send(new GetRolePolicyCommand({ RoleName: "eve", PolicyName: "second" }));
  expect(decodeURIComponent(kept.PolicyDocument ?? "")).toHaveLength(4_240);
});

test("mail is authorised by its sender, with or without a name before the address", async () => {
  const [ours, theirs] = ["plane@example.com", "ceo@example.com"];
  const { mail } = await actingAs(url, "sends-mail", [
    { Effect: "Allow", Action: "ses:SendEmail", Resource: `arn:aws:ses:us-east-1:${ACCOUNT}:identity/${ours}` },
  ]);
  const from = (FromEmailAddress: string) =>
    answerTo(
      mail.send(
        new SendEmailCommand({
          FromEmailAddress,
          Destination: { ToAddresses: ["ada@example.com"] },
          Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
        }),
      ),
    );
  await rootOf(url).mail.send(new CreateEmailIdentityCommand({ EmailIdentity: ours }));
  expect([await from(ours), await from(`Tollgate <${ours}>`)]).toEqual(["allowed", "allowed"]);
  expect([await from(theirs), await from(`"${ours}" <${theirs}>`)]).toEqual(["denied", "denied"]);
});

test("a list of log groups is authorised by the log groups of the account", async () => {
  const forLogs = (Resource: string) => [{ Effect: "Allow", Action: "logs:DescribeLogGroups", Resource } as const];
  const here = await actingAs(url, "lists-logs", forLogs(`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:*`));
  const there = await actingAs(url, "lists-other-logs", forLogs("arn:aws:logs:us-east-1:222222222222:log-group:*"));
  expect(await answerTo(here.logs.send(new DescribeLogGroupsCommand({})))).toBe("allowed");
  expect(await answerTo(there.logs.send(new DescribeLogGroupsCommand({})))).toBe("denied");
});

test("a role is looked up in the account of the caller, not in another with a role of that name", async () => {
  const MEMBER = "222222222222";
  await rootOf(url).iam.send(roleNamed("carla", { Path: "/tollgate/people/" }));
  await rootOf(url, MEMBER).iam.send(roleNamed("carla"));
  const { iam } = await actingAs(url, { name: "keeps-members", account: MEMBER }, [
    { Effect: "Allow", Action: "iam:GetRole", Resource: "arn:aws:iam::*:role/tollgate/people/*" },
  ]);
  expect(await answerTo(iam.send(new GetRoleCommand({ RoleName: "carla" })))).toBe("denied");
  await rootOf(url, MEMBER).iam.send(roleNamed("dora", { Path: "/tollgate/people/" }));
  expect(await answerTo(iam.send(new GetRoleCommand({ RoleName: "dora" })))).toBe("allowed");
});

describe("iam:PermissionsBoundary is in a request's context", () => {
  const FENCE = `arn:aws:iam::${ACCOUNT}:policy/fence`;
  const WIDE = `arn:aws:iam::${ACCOUNT}:policy/wide`;
  let iam: Clients["iam"];

  beforeAll(async () => {
    const root = rootOf(url).iam;
    for (const PolicyName of ["fence", "wide"])
      await root.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: NOTHING }));
    await root.send(roleNamed("fenced", { PermissionsBoundary: FENCE }));
    await root.send(roleNamed("widened", { PermissionsBoundary: WIDE }));
    await root.send(roleNamed("unbounded"));
    const fenced = { StringEquals: { "iam:PermissionsBoundary": FENCE } };
    ({ iam } = await actingAs(url, "only-with-fence", [
      { Effect: "Allow", Action: "iam:*", Resource: "*", Condition: fenced },
    ]));
  });

  test.each([
    { boundary: FENCE, answer: "allowed", why: "the boundary that the condition names" },
    { boundary: WIDE, answer: "denied", why: "another boundary" },
    { boundary: undefined, answer: "denied", why: "none" },
  ])("creating a role with $why is $answer", async ({ boundary, answer, why }) => {
    const name = `made-with-${why.replaceAll(" ", "-")}`;
    const made = roleNamed(name, boundary === undefined ? {} : { PermissionsBoundary: boundary });
    expect(await answerTo(iam.send(made))).toBe(answer);
  });

  test.each([
    { role: "fenced", answer: "allowed", why: "the role has the boundary that the condition names" },
    { role: "widened", answer: "denied", why: "it has another" },
    { role: "unbounded", answer: "denied", why: "it has none" },
  ])("writing and removing the policies of a role is $answer when $why", async ({ role, answer }) => {
    expect(await answerTo(iam.send(inline(role)))).toBe(answer);
    expect(await answerTo(iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: WIDE })))).toBe(answer);
    // Root makes sure that there is something to remove: an absent policy would be an answer of another kind.
    await rootOf(url).iam.send(inline(role));
    const removal = new DeleteRolePolicyCommand({ RoleName: role, PolicyName: "grant" });
    expect(await answerTo(iam.send(removal))).toBe(answer);
  });

  test("a boundary may be set to the named one, not to another, whatever the role had", async () => {
    const setting = (boundary: string) =>
      new PutRolePermissionsBoundaryCommand({ RoleName: "widened-later", PermissionsBoundary: boundary });
    await rootOf(url).iam.send(roleNamed("widened-later", { PermissionsBoundary: WIDE }));
    expect(await answerTo(iam.send(setting(FENCE)))).toBe("allowed");
    expect(await answerTo(iam.send(setting(WIDE)))).toBe("denied");
  });

  test("taking a boundary off is judged by the boundary that is there", async () => {
    const off = (role: string) => new DeleteRolePermissionsBoundaryCommand({ RoleName: role });
    await rootOf(url).iam.send(roleNamed("loses-fence", { PermissionsBoundary: FENCE }));
    expect(await answerTo(iam.send(off("widened")))).toBe("denied");
    expect(await answerTo(iam.send(off("loses-fence")))).toBe("allowed");
  });

  test("calls for which AWS sets no such key do not get it", async () => {
    expect(await answerTo(iam.send(new GetRoleCommand({ RoleName: "fenced" })))).toBe("denied");
  });
});
