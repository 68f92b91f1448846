import { CliError } from "#functions/cli/io.ts";
import { listed } from "#functions/cli/lists.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";

/** Every page of a list, or nothing where the caller may not see it, or the plane has no such route. */
export async function listOf<Item>(
  plane: PlaneClient,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly Item[]> {
  try {
    return await listed<Item>(plane, { path, query });
  } catch (fault) {
    if (isClosed(fault)) return [];
    throw fault;
  }
}

const isClosed = (fault: unknown): boolean => [403, 404].includes(statusOf(fault) ?? 0);

/** The HTTP status with which the plane refused, or undefined where it was not the plane that did. */
export function statusOf(fault: unknown): number | undefined {
  if (!(fault instanceof CliError) || fault.problem === undefined || !("status" in fault.problem)) return undefined;
  return typeof fault.problem.status === "number" ? fault.problem.status : undefined;
}
