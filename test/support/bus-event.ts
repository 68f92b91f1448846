import type { SQSEvent } from "aws-lambda";
import type { Json } from "#shared/kernel/json.ts";

export type BusEvent = {
  readonly kind: string;
  readonly id: string;
  readonly type: string;
  readonly by: string;
  readonly data?: { readonly [name: string]: Json };
};

/** One event of an aggregate as the bus puts it into a function's queue, as message `m0`. */
export const busEventOf = ({ kind, id, type, by, data = {} }: BusEvent): SQSEvent => ({
  Records: [
    {
      messageId: "m0",
      body: JSON.stringify({
        id: "e1",
        source: "tollgate",
        "detail-type": type,
        detail: {
          type,
          by,
          data,
          aggregate: { kind, id },
          sequence: 1,
          at: 1_795_420_800_000,
          previous: "0".repeat(64),
          hash: "0".repeat(64),
        },
      }),
    } as SQSEvent["Records"][number],
  ],
});
