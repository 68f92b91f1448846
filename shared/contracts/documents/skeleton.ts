import { asScalar } from "#shared/contracts/documents/shape.ts";

/** What is known where a new document is begun; what is not is shown as an example to change. */
export type SkeletonContext = {
  /** Written when the folder does not already say it. */
  readonly team?: string;
  /** A word of the Company; the safest start is its most protected one. */
  readonly classification: string;
  /** The id of an Account. */
  readonly account: string;
  /** Where the dataset lies there. */
  readonly place?: string;
  /** The dataset that a workload writes. */
  readonly writes?: string;
};

/** The text of a new document that loads as it is, with a comment on what to change. */
export function skeleton(kind: "dataset" | "workload", name: string, context: SkeletonContext): string {
  const lines = kind === "dataset" ? datasetLines(name, context) : workloadLines(name, context);
  return `${lines.join("\n")}\n`;
}

const teamLine = ({ team }: SkeletonContext): readonly string[] =>
  team === undefined ? [] : [`team: ${asScalar(team)}`];

function datasetLines(name: string, context: SkeletonContext): readonly string[] {
  const place = context.place ?? `s3://example-bucket/${name.replaceAll(".", "/")}/`;
  return [
    "kind: Dataset",
    `id: ${asScalar(name)}`,
    "title: What it holds, in one line",
    ...teamLine(context),
    `classification: ${asScalar(context.classification)}`,
    "tier: 2                         # 0 is most depended on, 2 is least",
    "at:                             # where it is, by account; also what a grant opens",
    `  ${asScalar(context.account)}: ${asScalar(place)}`,
    "# labels: [PII]                 # what is in it",
    "# consumers: [team:finance]     # people who rely on it",
    "# runbook: https://…            # what to do when it breaks; tiers 0 and 1 need one",
  ];
}

function workloadLines(name: string, context: SkeletonContext): readonly string[] {
  return [
    "kind: Workload",
    `id: ${asScalar(name)}`,
    "title: What it does, in one line",
    ...teamLine(context),
    "tier: 2                         # 0 is most depended on, 2 is least",
    `# What is tagged with ${asScalar(name)} belongs to it already; this would come on top:`,
    `# match: [{type: glue.job, name: "${name}-*", account: ${asScalar(context.account)}}]`,
    "# reads: [sales.orders]         # ids of datasets",
    context.writes === undefined ? "# writes: [sales.orders]" : `writes: [${asScalar(context.writes)}]`,
    "# budget: 150 USD               # a month",
  ];
}
