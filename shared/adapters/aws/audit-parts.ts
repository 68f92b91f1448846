import { blobsIn } from "#shared/adapters/aws/cost-parts.ts";

/** Copies of seals, in a bucket whose Object Lock holds each for as long as the bucket says. */
export const auditParts = ({ AUDIT_BUCKET }: { readonly AUDIT_BUCKET: string }) => ({ copies: blobsIn(AUDIT_BUCKET) });
