import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import type { ClientOf } from "#shared/adapters/aws/resources/member-clients.ts";
import type { Target } from "#shared/adapters/aws/resources/served-type.ts";
import { accountNumber } from "#shared/kernel/ids.ts";

export const PLACE = { account: accountNumber("111122223333"), region: "eu-central-1" };

type Command = { readonly input: object };

/** What was sent, by the command's name and its input. */
export type Sent = { readonly call: string; readonly input: unknown };

/** An answer, or what is thrown instead; a call that has none fails the test. */
export type Script = Readonly<Record<string, object | Error>>;

/** A client of any service whose calls are answered from a script. */
export function scriptedClients(script: Script): { readonly clientOf: ClientOf; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const client = {
    middlewareStack: {},
    send(command: Command): Promise<object> {
      const call = command.constructor.name.replace(/Command$/, "");
      sent.push({ call, input: command.input });
      const answer = script[call];
      if (answer === undefined) return Promise.reject(new Error(`The script has no answer to ${call}`));
      return answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve({ $metadata: { requestId: call }, ...answer });
    },
  };
  return { clientOf: (<Client>() => client as Client) as ClientOf, sent };
}

/** A resource of the type whose service answers from a script. */
export function scriptedTarget(type: string, id: string, script: Script): Target & { readonly sent: Sent[] } {
  return { ref: { ...PLACE, type, arn: arnFor(type, PLACE, id) }, id, ...scriptedClients(script) };
}

/** An error as the SDK throws it for what a service said. */
export const said = (name: string, message = "said so"): Error =>
  Object.assign(new Error(message), { name, $fault: "client", $metadata: { requestId: "req-1", httpStatusCode: 400 } });
