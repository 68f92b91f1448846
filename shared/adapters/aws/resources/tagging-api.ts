import { TagResourcesCommand, UntagResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { taggingClient } from "#shared/adapters/aws/clients/tagging.ts";
import { isRefusedForGood, Refusal, withRequestId } from "#shared/adapters/aws/resources/refusal.ts";
import type { RequestId, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { type Answered, dropThenPut, requestIdOf, type TagEdit } from "#shared/adapters/aws/resources/tag-edit.ts";

type Failure = { readonly ErrorCode?: string | undefined; readonly ErrorMessage?: string | undefined };

type TaggingAnswer = Answered & { readonly FailedResourcesMap?: Readonly<Record<string, Failure>> | undefined };

/**
 * An HTTP 200 that names our resource as failed is a refusal (Tagging API reference, FailedResourcesMap).
 *
 * @throws Refusal then
 */
export function withoutFailures<Answer extends TaggingAnswer>(answer: Answer): Answer {
  const failure = Object.values(answer.FailedResourcesMap ?? {})[0];
  if (failure === undefined) return answer;
  const code = (failure.ErrorCode ?? "Failed").replace(/(Exception|Fault)$/, "");
  const said = failure.ErrorMessage ?? "The tagging API names the resource as failed";
  const message = withRequestId(said, requestIdOf(answer));
  throw new Refusal({ code, message, forGood: isRefusedForGood({ code, message: said }) });
}

/** Writes tags by the Resource Groups Tagging API, which calls the service's own tag call in the caller's name. */
export function writeTagsByTaggingApi({ ref, clientOf }: Target, edit: TagEdit): Promise<RequestId> {
  const tagging = clientOf(taggingClient);
  const ResourceARNList = [ref.arn];
  return dropThenPut(edit, {
    drop: async (TagKeys) =>
      withoutFailures(await tagging.send(new UntagResourcesCommand({ ResourceARNList, TagKeys }))),
    put: async (Tags) => withoutFailures(await tagging.send(new TagResourcesCommand({ ResourceARNList, Tags }))),
  });
}
