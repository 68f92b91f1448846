import type { IndexName } from "#shared/storage/table.ts";

/** Names of the two key attributes of the table, in DynamoDB as in the code. */
export const TABLE_KEYS = { partition: "pk", sort: "sk" } as const;

/**
 * Names of the key attributes of an index; the index itself is called by its name in `INDEXES`. What makes the
 * table and what reads it both ask here. An item that stands in no such index has neither attribute.
 */
export const indexKeys = <Name extends IndexName>(name: Name) =>
  ({ partition: `${name}Pk`, sort: `${name}Sk` }) as const;
