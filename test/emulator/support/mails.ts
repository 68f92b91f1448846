import { inject } from "vitest";
import { HUB } from "#infra/emulator/deploy.ts";

/** A mail that the emulator's SES took, as its own book of them says. */
export type Mail = {
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
};

/** Every mail of an account so far, oldest first. */
export async function mailsOf(account: string = HUB): Promise<readonly Mail[]> {
  const answer = await fetch(`${inject("emulator").url}/_ministack/ses/messages`);
  const { messages } = (await answer.json()) as { readonly messages: { readonly [of: string]: readonly Mail[] } };
  return messages[account] ?? [];
}
