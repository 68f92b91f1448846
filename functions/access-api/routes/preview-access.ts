import { submitProblem } from "#functions/access-api/answers/refusal.ts";
import { itemAnswer, stageAnswers } from "#functions/access-api/answers/request-answer.ts";
import { askOf } from "#functions/access-api/routes/ask-of.ts";
import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { Pin } from "#shared/access/access-request.ts";
import { alternativesTo } from "#shared/access/alternatives.ts";
import type { Assessment } from "#shared/access/assess.ts";
import type { Facts } from "#shared/access/facts.ts";
import { conditionWords, meaningOf } from "#shared/access/meaning.ts";
import { submitted } from "#shared/access/request-submit.ts";
import { askedNow } from "#shared/access/stages.ts";
import { isRefused, lookAt, type SubmitDeps } from "#shared/access/submit-request.ts";
import { previewAccess } from "#shared/contracts/http/access.ts";
import type { PreviewAnswer } from "#shared/contracts/http/access-answers.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { requestId } from "#shared/kernel/ids.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { route } from "#shared/runtime/http.ts";

/** POST /v1/access/previews: everything a request would meet, and nothing written. */
export const previewRoute = (deps: SubmitDeps) =>
  route(previewAccess, async ({ body, caller }) => {
    const ask = askOf(body, caller.person);
    const looked = await lookAt(ask, deps);
    if (!looked.ok) throw submitProblem(looked.error);
    return { status: 200, body: previewAnswer(ask, looked.value.assessment, looked.value.facts) };
  });

function previewAnswer(ask: AccessAsk, assessment: Assessment, facts: Facts): PreviewAnswer {
  const refused = isRefused(assessment);
  const failed = assessment.checks.find(({ result }) => result === "fail");
  const because = assessment.pin.ok ? failed?.because : assessment.pin.error.because;
  return {
    mayRequest: !refused,
    because: because ?? "nothing stands against it",
    items: assessment.items.map(itemAnswer),
    duration: formatDuration(ask.duration),
    effect: { ...assessment.effect },
    ...decidedBy(ask, assessment, facts),
    checks: [...assessment.checks],
    alternatives: [...alternativesTo(ask, assessment.items, facts.catalog)],
    permissions: permissionsOf(assessment),
    residualAccess: "none: the policy itself ends at its date, and running sessions lose it with it",
  };
}

function decidedBy(
  ask: AccessAsk,
  assessment: Assessment,
  facts: Facts,
): Pick<PreviewAnswer, "stages" | "approvers" | "lapsesAt"> {
  if (!assessment.pin.ok) return { stages: [], approvers: [] };
  const pin: Pin = assessment.pin.value;
  const { value } = submitted({ id: requestId("R-0"), ask, assessment, pin, now: facts.now });
  return {
    stages: stageAnswers(value, { company: facts, you: ask.requester }),
    approvers: value.state === "PENDING" ? [...askedNow(value, facts)] : [],
    lapsesAt: isoOf(value.pendingUntil),
  };
}

const permissionsOf = ({ plans }: Assessment): PreviewAnswer["permissions"] =>
  plans
    .flatMap(({ compiled }) => compiled?.statements ?? [])
    .flatMap(({ actions, resources, conditions }) => {
      const only = conditionWords(conditions);
      const limited = only === "" ? {} : { only };
      return actions.flatMap((action) =>
        resources.map((resource) => ({ action, resource, means: meaningOf(action), ...limited })),
      );
    });
