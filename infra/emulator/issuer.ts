import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/**
 * An OpenID provider on loopback, for as long as an emulator runs: discovery, keys, and `/token/<subject>`, which
 * signs a token of anybody for whoever asks. Never part of a deployment.
 */
export type EmulatorIssuer = {
  readonly url: string;
  readonly audience: string;
  tokenOf(subject: string, groups?: readonly string[]): Promise<string>;
  close(): Promise<void>;
};

const AUDIENCE = "tollgate";
const KID = "emulator";

export async function openEmulatorIssuer(): Promise<EmulatorIssuer> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2_048 });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: KID, alg: "RS256", use: "sig" }] };
  let url = "";
  const tokenOf = (subject: string, groups: readonly string[] = []) =>
    new SignJWT({ auth_time: Math.floor(Date.now() / 1_000), groups: [...groups] })
      .setProtectedHeader({ alg: "RS256", kid: KID })
      .setIssuer(url)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime("8h")
      .sign(privateKey);
  const answerTo = async (path: string): Promise<string> => {
    const subject = /^\/token\/([^/?]+)$/.exec(path)?.[1];
    if (subject !== undefined) return tokenOf(decodeURIComponent(subject));
    const discovery = { issuer: url, jwks_uri: `${url}/jwks`, id_token_signing_alg_values_supported: ["RS256"] };
    return JSON.stringify(path === "/jwks" ? jwks : discovery);
  };
  const server = createServer((request, response) => {
    answerTo(request.url ?? "").then(
      (text) => response.end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url,
    audience: AUDIENCE,
    tokenOf,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
