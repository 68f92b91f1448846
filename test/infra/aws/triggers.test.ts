import { describe, expect, test } from "vitest";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import { functionNameOf } from "#infra/aws/names.ts";
import { parseDuration } from "#shared/kernel/duration.ts";
import type { FunctionSpec, Trigger } from "#shared/runtime/function.ts";
import { resourcesOf, stacks } from "#test/infra/aws/stacks.ts";

const resources = Object.entries(resourcesOf(stacks().hub));

type Properties = { readonly [name: string]: unknown };

const ofType = (type: string): readonly (readonly [string, Properties])[] =>
  resources.flatMap(([id, resource]) => (resource.Type === type ? [[id, resource.Properties] as const] : []));

/** The resource that a value names, by `Ref` or by an attribute of its. */
function named(value: unknown): string {
  const { Ref, "Fn::GetAtt": attribute } = value as {
    readonly Ref?: string;
    readonly "Fn::GetAtt"?: readonly string[];
  };
  return Ref ?? attribute?.[0] ?? expect.unreachable(JSON.stringify(value));
}

const functionNames = new Map(
  ofType("AWS::Lambda::Function").map(([id, { FunctionName }]) => [id, String(FunctionName)]),
);
const queueNames = new Map(ofType("AWS::SQS::Queue").map(([id, { QueueName }]) => [id, String(QueueName)]));
const mappings = ofType("AWS::Lambda::EventSourceMapping").map(([, properties]) => properties);

/** What AWS would start each function by, as the template says it: `every 1 minute`, `GET /v1/health`. */
function startedBy(): ReadonlyMap<string, readonly string[]> {
  const started = new Map<string, string[]>([...functionNames.values()].map((name) => [name, []]));
  const add = (id: string, word: string) => started.get(functionNames.get(id) ?? "")?.push(word);
  const integrations = new Map(
    ofType("AWS::ApiGatewayV2::Integration").map(([id, { IntegrationUri }]) => [id, named(IntegrationUri)]),
  );
  for (const [, { RouteKey, Target, AuthorizationType }] of ofType("AWS::ApiGatewayV2::Route")) {
    const [, joined] = (Target as { readonly "Fn::Join": readonly [string, readonly unknown[]] })["Fn::Join"];
    add(integrations.get(named(joined[1])) ?? "", `${AuthorizationType === "NONE" ? "open " : ""}${String(RouteKey)}`);
  }
  for (const { FunctionName, EventSourceArn } of mappings) {
    const source = named(EventSourceArn);
    if (!queueNames.has(source)) add(named(FunctionName), "the table's stream");
    for (const word of fillsOf(source)) add(named(FunctionName), word);
  }
  return started;
}

/** What puts messages into a queue: rules, and where there is none our own code. */
function fillsOf(queue: string): readonly string[] {
  const rules = ofType("AWS::Events::Rule").filter(([, { Targets }]) =>
    (Targets as readonly { readonly Arn: unknown }[]).some(({ Arn }) => named(Arn) === queue),
  );
  if (rules.length === 0 && queueNames.has(queue)) return [`queue ${queueNames.get(queue)}`];
  return rules.map(([, rule]) => wordOfRule(rule));
}

function wordOfRule({ ScheduleExpression, EventPattern, EventBusName }: Properties): string {
  if (ScheduleExpression !== undefined) return String(ScheduleExpression);
  const {
    source,
    "detail-type": types,
    detail,
    account,
  } = EventPattern as { readonly [name: string]: readonly unknown[] };
  const bus = EventBusName === undefined ? "the account's bus" : "our bus";
  const of = account === undefined ? [] : [`of ${account.join()} alone`];
  return JSON.stringify([bus, source, types, ...of, ...(detail === undefined ? [] : ["of the bucket for bills"])]);
}

/** The same of a specification. */
function wordsOf(trigger: Trigger): readonly string[] {
  if (trigger.kind === "http")
    return trigger.routes.map(({ method, path, open }) => `${open === true ? "open " : ""}${method} ${path}`);
  if (trigger.kind === "events") {
    // Every account of the organization may put events on our bus: ours are those of the hub's own.
    const own = trigger.source.includes("tollgate") ? ["of 000000000000 alone"] : [];
    return [JSON.stringify(["our bus", trigger.source, trigger.types, ...own])];
  }
  if (trigger.kind === "stream") return ["the table's stream"];
  if (trigger.kind === "schedule") return ["cron" in trigger ? `cron(${trigger.cron})` : rateOf(trigger.every)];
  // The Scheduler calls it by a schedule of its own, which our code makes.
  if (trigger.kind === "one-shot") return [];
  // A bill's manifest is told by its bucket; the other queue our own code fills.
  if (trigger.queue === "bills")
    return [JSON.stringify(["the account's bus", ["aws.s3"], ["Object Created"], "of the bucket for bills"])];
  return [`queue tollgate-${trigger.queue}`];
}

function rateOf(every: string): string {
  const length = parseDuration(every);
  if (!length.ok) return expect.unreachable(every);
  const minutes = length.value / 60_000;
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}

describe("what starts a function", () => {
  const started = startedBy();

  test.each((CLOUD_FUNCTIONS as readonly FunctionSpec[]).map((spec) => ({ name: spec.name, spec })))(
    "is what its specification says, and nothing else: $name",
    ({ spec }) => {
      expect(started.get(functionNameOf(spec.name))?.toSorted()).toEqual(spec.triggers.flatMap(wordsOf).toSorted());
    },
  );

  test("the one-shots of our code wake the one function that asks for them, and may wake no other", () => {
    const woken = (CLOUD_FUNCTIONS as readonly FunctionSpec[]).filter(({ triggers }) =>
      triggers.some(({ kind }) => kind === "one-shot"),
    );
    const arns = woken.map(({ name }) => `arn:aws:lambda:us-east-1:000000000000:function:${functionNameOf(name)}`);
    const policies = ofType("AWS::IAM::Policy").filter(([id]) => id.startsWith("OneShots"));
    expect(policies.map(([, { PolicyDocument }]) => PolicyDocument)).toMatchObject([
      { Statement: arns.map((Resource) => ({ Action: "lambda:InvokeFunction", Resource })) },
    ]);
  });

  test("reads its queue as wide as its specification says, and never wider than ten", () => {
    for (const { FunctionName, ScalingConfig } of mappings) {
      if (ScalingConfig === undefined) continue;
      const name = functionNames.get(named(FunctionName));
      const spec = (CLOUD_FUNCTIONS as readonly FunctionSpec[]).find((each) => functionNameOf(each.name) === name);
      const own = spec?.triggers.find((trigger) => trigger.kind === "queue")?.concurrency ?? 10;
      expect(ScalingConfig, name).toEqual({ MaximumConcurrency: Math.max(2, own) });
    }
  });

  test("lets only the rule that fills a queue send to it, over TLS", () => {
    const rules = new Set(ofType("AWS::Events::Rule").map(([id]) => id));
    const policies = ofType("AWS::SQS::QueuePolicy").map(([, properties]) => properties);
    expect(policies).toHaveLength(queueNames.size);
    for (const { PolicyDocument, Queues } of policies) {
      const [tls, ...allowed] = (PolicyDocument as { readonly Statement: readonly Properties[] }).Statement;
      expect(tls).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
      const [queue = ""] = (Queues as readonly unknown[]).map(named);
      expect(allowed).toHaveLength(fillsOf(queue).filter((word) => !word.startsWith("queue ")).length);
      for (const statement of allowed) {
        expect(statement).toMatchObject({ Effect: "Allow", Principal: { Service: "events.amazonaws.com" } });
        const { ArnEquals } = statement["Condition"] as { readonly ArnEquals: { readonly [key: string]: unknown } };
        expect(rules).toContain(named(ArnEquals["aws:SourceArn"]));
      }
    }
  });
});
