import { emptyHome, HomeError, holdsState, openHome } from "#infra/local/home.ts";
import { lockHome } from "#infra/local/home-lock.ts";

export type Asking = {
  /** It was answered beforehand. */
  readonly yes: boolean;
  /** Asks whoever sits at the terminal, and fails where they leave; undefined where nobody does: a script said what it wants. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
};

/** Removes what a plane keeps in a folder, if it keeps anything. @throws HomeError when whoever was asked did not say yes, or a plane runs on it */
export async function resetHome(folder: string, { yes, ask }: Asking): Promise<void> {
  if (!holdsState(folder)) return;
  if (!yes && ask !== undefined) await agreed(folder, ask);
  // Not below the feet of one that runs.
  lockHome(openHome(folder)).release();
  emptyHome(folder);
}

async function agreed(folder: string, ask: NonNullable<Asking["ask"]>): Promise<void> {
  const question = `Everything the plane keeps in "${folder}" will be removed. Go on? [y/N] `;
  const answer = await ask(question).catch(() => "");
  if (!/^y(es)?$/i.test(answer.trim())) throw new HomeError("Nothing was removed");
}
