import type { HttpRoute } from "#shared/runtime/http.ts";
import { optimistically } from "#shared/storage/optimistic.ts";

/**
 * A route that is answered from rows as this process saw them last: for what nearly always writes, and rests on rows
 * that hardly ever change, such as who asks and the catalogue.
 *
 * Up to its first transaction it must do nothing that may not be done twice. @see optimistically
 */
export const optimisticRoute = ({ contract, run }: HttpRoute): HttpRoute => ({
  contract,
  run: (event, deps) => optimistically(() => run(event, deps)),
});
