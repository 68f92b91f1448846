import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { openApiOf } from "#shared/contracts/http/openapi.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

/**
 * What the deployed API is, as an OpenAPI document. A bundle holds the document and not how it is made, which takes
 * every contract and what writes JSON schemas (infra/aws/bundle-plugins.ts).
 */
export const cloudDescription = (version: string): JsonObject => openApiOf(EVERY_CONTRACT, version);
