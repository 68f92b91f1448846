import * as z from "zod";
import { AccessHint, GrantShot } from "#shared/contracts/events/access-hint.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import { openApiOf } from "#shared/contracts/http/openapi.ts";
import { SweepTaskMessage } from "#shared/contracts/messages/sweep-task.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

const schemaOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

/** docs/reference/contracts.json: what travels between programs, as JSON Schema: the API, the bus, the queues. */
export function contractsFile(): JsonObject {
  const { components } = openApiOf([...EVERY_CONTRACT, ...LOCAL_CONTRACTS], "1") as {
    readonly components: { readonly schemas: JsonObject };
  };
  return {
    http: components.schemas,
    messages: JSON.parse(
      JSON.stringify({
        "event on the bus (detail)": schemaOf(StoredEvent),
        "hint of access": schemaOf(AccessHint),
        "one-shot of a grant's end": schemaOf(GrantShot),
        "task of a sweep": schemaOf(SweepTaskMessage),
      }),
    ),
  };
}
