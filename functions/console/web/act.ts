import { tell } from "#functions/console/web/dom.ts";

/** Does something, says what came of it, and shows the page as it is now. */
export async function act(work: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await work();
    tell(done);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } catch (fault) {
    tell(fault instanceof Error ? fault.message : String(fault));
  }
}
