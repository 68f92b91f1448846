import type { GrantCloud } from "#shared/access/cloud.ts";
import type { FreezeSwitch } from "#shared/access/ports.ts";
import type { SubmitDeps } from "#shared/access/submit-request.ts";
import type { HttpDeps } from "#shared/runtime/http.ts";

/** What the access API needs. */
export type AccessApiDeps = HttpDeps &
  SubmitDeps & { readonly cloud: Pick<GrantCloud, "issueCredentials">; readonly freezeSwitch: FreezeSwitch };
