import { announced } from "#shared/findings/finding-change.ts";
import { type EnforceDeps, findingWrite, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import type { Intended } from "#shared/policy/enforce/intend-action.ts";
import type { DueWrite } from "#shared/policy/enforce/settle-findings.ts";

/** The findings say what keeps a write that was due from being made. */
export async function sayWhyNot(due: readonly DueWrite[], intended: Intended, deps: EnforceDeps): Promise<void> {
  const what = whyNot(intended);
  if (what === undefined) return;
  for (const { finding } of due) {
    await withRetries(async () => {
      const stored = await deps.stores.findings.find(finding.id);
      const change = stored === undefined ? undefined : announced(stored.value, { next: { what } });
      if (stored === undefined || change === undefined || stored.value.state === "RESOLVED") return "said";
      return (await deps.stores.commit([findingWrite(deps.stores, stored, change)])).ok ? "said" : "moved";
    });
  }
}

function whyNot(intended: Intended): string | undefined {
  switch (intended.kind) {
    case "intended":
      return undefined;
    case "halted":
      return `Not written: the policy is halted (${intended.because})`;
    case "stopped":
      return `Not written: ${intended.because}`;
    case "recorded":
      return recordedText(intended.action);
  }
}

function recordedText(action: Extract<Intended, { kind: "recorded" }>["action"]): string | undefined {
  if (action.state === "DONE") return "Was written and did not last; a person has to look";
  return action.state === "FAILED" ? `Could not be written: ${action.because}` : undefined;
}
