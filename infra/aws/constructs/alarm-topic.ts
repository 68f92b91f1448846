import { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
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

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { displayName: "Tollgate alarms", masterKey: topicKey(this) });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "TlsOnly",
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
  }

  /** An alarm at the first data point above the line, unless it asks for more. */
  add({ runbook, of, says, metric, above, inRow = 1, silenceAlarms }: AlarmOf): Alarm {
    const name = of === "" ? runbook : `${runbook}-${of}`;
    const alarm = new Alarm(this, name, {
      alarmName: `tollgate-${name}`,
      alarmDescription: `${says}. Runbook: docs/runbooks/${runbook}.md`,
      metric,
      threshold: above,
      evaluationPeriods: inRow,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: silenceAlarms ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
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
