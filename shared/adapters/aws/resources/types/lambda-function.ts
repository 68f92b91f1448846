import {
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-lambda";
import { lambdaClient } from "#shared/adapters/aws/clients/lambda.ts";
import type { Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut } from "#shared/adapters/aws/resources/tag-edit.ts";

async function list({ clientOf, cursor }: Listing): Promise<Page> {
  const ask = new ListFunctionsCommand(cursor === undefined ? { MaxItems: 50 } : { MaxItems: 50, Marker: cursor });
  const { Functions = [], NextMarker } = await clientOf(lambdaClient).send(ask);
  return { arns: Functions.map(({ FunctionArn = "" }) => FunctionArn), next: NextMarker };
}

/** Lambda tells when a function was last changed, and not when it was made. */
async function describe({ id, clientOf }: Target): ReturnType<ServedType["describe"]> {
  const found = await clientOf(lambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName: id }));
  return {
    kind: "described",
    attributes: { runtime: found.Runtime, memoryMb: found.MemorySize, kmsKey: found.KMSKeyArn, role: found.Role },
  };
}

export const LAMBDA_FUNCTION: ServedType = {
  key: "lambda.function",
  missing: ["ResourceNotFound"],
  list,
  describe,
  async readTags({ ref, clientOf }) {
    return (await clientOf(lambdaClient).send(new ListTagsCommand({ Resource: ref.arn }))).Tags ?? {};
  },
  writeTags({ ref, clientOf }, edit) {
    const lambda = clientOf(lambdaClient);
    return dropThenPut(edit, {
      drop: (TagKeys) => lambda.send(new UntagResourceCommand({ Resource: ref.arn, TagKeys })),
      put: (Tags) => lambda.send(new TagResourceCommand({ Resource: ref.arn, Tags })),
    });
  },
};
