import { notFound, notYours } from "#functions/access-api/answers/refusal.ts";
import type { AccessApiDeps } from "#functions/access-api/deps.ts";
import { issueCredentials, type NoCredentials } from "#shared/access/issue-credentials.ts";
import { issueGrantCredentials } from "#shared/contracts/http/access.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** POST /v1/access/grants/{id}/credentials, in the form of the AWS CLI's `credential_process`. */
export const credentialsRoute = (deps: AccessApiDeps) =>
  route(issueGrantCredentials, async ({ params, caller }) => {
    const issued = await issueCredentials({ grant: params.id, person: caller.person }, deps);
    if (!issued.ok) throw problemOf(issued.error, params.id);
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = issued.value;
    return {
      status: 200,
      body: {
        Version: 1,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: isoOf(expiration),
      },
    };
  });

function problemOf(refusal: NoCredentials, id: string): Problem {
  switch (refusal.kind) {
    case "not-found":
      return notFound("grant", id);
    case "not-yours":
    case "not-active":
      return notYours(`hand out credentials for grant "${id}"`, []);
    case "not-live":
      return new Problem(409, `Cannot hand out credentials for grant "${id}": it is ${refusal.state}`, {
        remedy: "Ask for access anew",
        more: {
          state: refusal.state,
          ...(refusal.expiresAt === undefined ? {} : { expiresAt: isoOf(refusal.expiresAt) }),
        },
      });
    case "unavailable":
      return new Problem(503, `Cannot hand out credentials for grant "${id}": the account does not answer`, {
        remedy: "Try again in a minute",
      });
  }
}
