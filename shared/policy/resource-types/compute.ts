import type { ResourceType, TagWrite } from "#shared/policy/resource-types/resource-type.ts";

const EC2_TAG: TagWrite = { api: "ec2:CreateTags", semantics: "merge", shape: "Key/Value", read: "ec2:DescribeTags" };

const EC2_REQUEST_TAGS = ["requestParameters.tagSpecificationSet.items[].tags[]"];

const ec2 = (kind: string, prefix: string, creates: ResourceType["creates"]): ResourceType => ({
  key: `ec2.${kind}`,
  service: "ec2.amazonaws.com",
  arn: `arn:{partition}:ec2:{region}:{account}:${kind}/{id}`,
  arnFrom: "template",
  idForm: `^${prefix}-[0-9a-f]+$`,
  creates,
  changes: ["CreateTags", "DeleteTags"].map((name) => ({
    name,
    changes: "tags",
    id: ["requestParameters.resourcesSet.items[].resourceId"],
  })),
  tag: EC2_TAG,
  taggableAtOnce: true,
  controls: [],
});

const sagemaker = (kind: string, event: string, name: string): ResourceType => ({
  key: `sagemaker.${kind}`,
  service: "sagemaker.amazonaws.com",
  arn: `arn:{partition}:sagemaker:{region}:{account}:${kind}/{id}`,
  arnFrom: "record",
  creates: [
    {
      name: event,
      id: [`requestParameters.${name}Name`],
      arn: [`responseElements.${name}Arn`],
      tags: ["requestParameters.tags"],
    },
  ],
  changes: [],
  tag: { api: "sagemaker:AddTags", semantics: "merge", shape: "Key/Value", read: "sagemaker:ListTags" },
  taggableAtOnce: false,
  controls: [],
});

/**
 * EC2, Lambda, ECR, Step Functions and SageMaker.
 *
 * Sources: RunInstances and CreateVolume Cloud Custodian c7n/cwe.py and samples (one call, many
 * instances); EC2's CreateTags names resources of any type by id alone, so the type is read from the id's
 * prefix (`i-`, `vol-`, `snap-`). Lambda's event names carry the API date
 * (auto-tag, c7n/cwe.py). ECR and Step Functions: samples of their guides. SageMaker: developer guide, SDK.
 */
export const COMPUTE: readonly ResourceType[] = [
  ec2("instance", "i", [
    { name: "RunInstances", id: ["responseElements.instancesSet.items[].instanceId"], tags: EC2_REQUEST_TAGS },
  ]),
  ec2("volume", "vol", [{ name: "CreateVolume", id: ["responseElements.volumeId"], tags: EC2_REQUEST_TAGS }]),
  ec2(
    "snapshot",
    "snap",
    ["CreateSnapshot", "CopySnapshot"].map((name) => ({
      name,
      id: ["responseElements.snapshotId"],
      tags: EC2_REQUEST_TAGS,
    })),
  ),
  {
    key: "lambda.function",
    service: "lambda.amazonaws.com",
    arn: "arn:{partition}:lambda:{region}:{account}:function:{id}",
    arnFrom: "template",
    creates: ["CreateFunction20150331", "CreateFunction20141111"].map((name) => ({
      name,
      id: ["responseElements.functionName", "requestParameters.functionName"],
      arn: ["responseElements.functionArn"],
      tags: ["requestParameters.tags"],
    })),
    // Dates of the API again; from the Lambda API's own paths (2017-03-31), no sample seen.
    changes: ["TagResource20170331v2", "UntagResource20170331v2"].map((name) => ({
      name,
      changes: "tags",
      id: ["requestParameters.resource"],
    })),
    tag: { api: "lambda:TagResource", semantics: "merge", shape: "map", read: "lambda:ListTags" },
    taggableAtOnce: true,
    controls: [],
  },
  {
    key: "ecr.repository",
    service: "ecr.amazonaws.com",
    arn: "arn:{partition}:ecr:{region}:{account}:repository/{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateRepository",
        id: ["responseElements.repository.repositoryName", "requestParameters.repositoryName"],
        arn: ["responseElements.repository.repositoryArn"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: ["TagResource", "UntagResource"].map((name) => ({
      name,
      changes: "tags",
      id: ["requestParameters.resourceArn"],
    })),
    tag: { api: "ecr:TagResource", semantics: "merge", shape: "Key/Value", read: "ecr:ListTagsForResource" },
    taggableAtOnce: true,
    controls: [],
  },
  {
    key: "stepfunctions.state-machine",
    service: "states.amazonaws.com",
    arn: "arn:{partition}:states:{region}:{account}:stateMachine:{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateStateMachine",
        id: ["requestParameters.name"],
        arn: ["responseElements.stateMachineArn"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: ["TagResource", "UntagResource"].map((name) => ({
      name,
      changes: "tags",
      id: ["requestParameters.resourceArn"],
    })),
    tag: { api: "states:TagResource", semantics: "merge", shape: "key/value", read: "states:ListTagsForResource" },
    taggableAtOnce: true,
    controls: [],
  },
  sagemaker("notebook-instance", "CreateNotebookInstance", "notebookInstance"),
  sagemaker("endpoint", "CreateEndpoint", "endpoint"),
  sagemaker("model", "CreateModel", "model"),
];
