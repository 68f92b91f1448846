/** A SHA-256 as 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly form: "sha256 hex" };

/** SHA-256 over the UTF-8 of a text. Passed in, because the domain has no cryptography of its own. */
export type Digest = (text: string) => Sha256;

export const sha256 = (hex: string): Sha256 => hex as Sha256;
