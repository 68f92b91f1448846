import { Problem } from "#shared/runtime/problem.ts";

/** A page of a list; a cursor that the store does not know is the caller's mistake, not a fault of ours. */
export async function readPage<Page>(read: () => Promise<Page>): Promise<Page> {
  try {
    return await read();
  } catch (fault) {
    if (!(fault instanceof Error) || fault.name !== "CursorError") throw fault;
    throw new Problem(400, "Cannot go on from this cursor: it is of another list", {
      pointer: "query:cursor",
      remedy: "Begin again without a cursor",
    });
  }
}
