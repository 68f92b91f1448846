import type { AccessRequest } from "#shared/access/access-request.ts";
import { itemsLeft } from "#shared/access/narrow.ts";
import type { Company } from "#shared/access/stages.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** A request, the moment at which it is told of, and the company whose people are told. */
export type Telling<Request extends AccessRequest = AccessRequest> = {
  readonly request: Request;
  readonly now: EpochMillis;
  readonly company: Pick<Company, "catalog" | "people">;
};

/** `sales.orders in prod, sales.stock in prod` */
export const thingsOf = (request: AccessRequest): string =>
  [...new Set(itemsLeft(request).map(({ dataset, environment }) => `${dataset} in ${environment}`))].join(", ");
