import type { SealStore } from "#shared/audit/ports.ts";
import { listAuditSeals } from "#shared/contracts/http/audit.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { route } from "#shared/runtime/http.ts";

export const listSealsRoute = ({ seals }: { readonly seals: SealStore }) =>
  route(listAuditSeals, async ({ query }) => {
    const since = epochMillis(query.since === undefined ? 0 : Date.parse(query.since));
    return { status: 200, body: { seals: await seals.from(since) } };
  });
