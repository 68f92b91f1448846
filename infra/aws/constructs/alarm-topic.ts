import { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";

export type AlarmOf = {
  /** The file of its runbook, `docs/runbooks/<runbook>.md`, and the first word of its name. */
  readonly runbook: string;
  /** What of: a queue, a function. Empty where there is only one. */
  readonly of: string;
  /** What it means, in a sentence for whoever is woken. */
  readonly says: string;
  readonly metric: IMetric;
  /** Above this it alarms. */
  readonly above: number;
  /** So many periods in a row; 1 when absent. More where a figure may come late, as those of log lines do. */
  readonly inRow?: number;
  /** That nothing is said alarms as well; absent: silence is fine. */
  readonly silenceAlarms?: true;
};

/** Where every alarm goes. Each has a runbook of its own name. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  /** Every alarm that was added, by its runbook and name. */
  readonly made: { readonly runbook: string; readonly name: string }[] = [];

  constructor(scope: Construct, id: string, displayName = "Tollgate alarms") {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { displayName, masterKey: topicKey(this) });
    for (const statement of topicPolicy(this.topic)) this.topic.addToResourcePolicy(statement);
  }

  /** An alarm of this topic, with its name kept for whoever puts alarms together. */
  add(alarm: AlarmOf): Alarm {
    this.made.push({ runbook: alarm.runbook, name: nameOf(alarm) });
    return alarmTo(this, this.topic, alarm);
  }
}

/** An alarm at the first data point above the line, unless it asks for more. */
export function alarmTo(scope: Construct, topic: ITopic, alarm: AlarmOf): Alarm {
  const { runbook, of, says, metric, above, inRow = 1, silenceAlarms } = alarm;
  const made = new Alarm(scope, of === "" ? runbook : `${runbook}-${of}`, {
    alarmName: nameOf(alarm),
    alarmDescription: descriptionOf(says, runbook),
    metric,
    threshold: above,
    evaluationPeriods: inRow,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: silenceAlarms ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  made.addAlarmAction(new SnsAction(topic));
  return made;
}

/** What it means, and where it is written what to do. */
export const descriptionOf = (says: string, runbook: string): string => `${says}. Runbook: docs/runbooks/${runbook}.md`;

/** How the name of each alarm begins. */
const ALARM = "tollgate-";

const nameOf = ({ runbook, of }: AlarmOf): string => `${ALARM}${of === "" ? runbook : `${runbook}-${of}`}`;

/**
 * A policy of one's own takes the place of the one that SNS writes, by which alarms of the account may publish: so it
 * says so itself (AWS re:Post, "Why didn't I receive an SNS notification for my CloudWatch alarm trigger?").
 */
function topicPolicy(topic: Topic): readonly PolicyStatement[] {
  const { account, region } = Stack.of(topic);
  const publishing = { actions: ["sns:Publish"], resources: [topic.topicArn] };
  return [
    new PolicyStatement({
      ...publishing,
      sid: "AlarmsOfThisAccount",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      conditions: { ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:${ALARM}*` } },
    }),
    new PolicyStatement({
      ...publishing,
      sid: "TlsOnly",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    }),
  ];
}

function topicKey(scope: Construct): Key {
  const key = new Key(scope, "Key", { description: "Encrypts Tollgate's alarms", enableKeyRotation: true });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "AlarmsOfThisAccount",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  );
  return key;
}
