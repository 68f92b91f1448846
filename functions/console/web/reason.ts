import { tell } from "#functions/console/web/dom.ts";

/** Whether a no lacks its reason; then it is asked for, at the field where it is written. */
export function lacksReason(note: HTMLTextAreaElement): boolean {
  if (note.value.trim() !== "") return false;
  tell("Not rejected: a no needs its reason. Write it above the buttons");
  note.focus();
  return true;
}
