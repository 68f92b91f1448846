import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { type Connections, connectionsIn, NO_CONNECTIONS } from "#shared/adapters/node/connections.ts";

/**
 * The webhooks' addresses and keys, from a SecureString of Parameter Store; no such parameter: none.
 *
 * @throws ConnectionsError when its text is not of their form; never quoting it
 */
export async function ssmConnections(ssm: SSMClient, parameter: string): Promise<Connections> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    return connectionsIn(Parameter?.Value ?? "{}", parameter);
  } catch (fault) {
    if (fault instanceof Error && fault.name === "ParameterNotFound") return NO_CONNECTIONS;
    throw fault;
  }
}
