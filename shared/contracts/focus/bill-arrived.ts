import * as z from "zod";

// As S3 says it through EventBridge ("Object Created"; S3 user guide, "EventBridge event message structure").
const FromEventBridge = z.looseObject({
  detail: z.looseObject({
    bucket: z.looseObject({ name: z.string().min(1) }),
    object: z.looseObject({ key: z.string().min(1) }),
  }),
});

// As S3 says it by its own notifications; keys are URL-encoded there, and only there.
const FromS3 = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        s3: z.looseObject({
          bucket: z.looseObject({ name: z.string().min(1) }),
          object: z.looseObject({ key: z.string().min(1) }),
        }),
      }),
    )
    .min(1),
});

// As our own code says it.
const FromUs = z.strictObject({ names: z.array(z.string().min(1)).min(1), source: z.string().min(1).optional() });

export type BillArrived = { readonly names: readonly string[]; readonly source?: string };

/**
 * The deliveries that a message announces, or undefined when it is no such message.
 *
 * Only manifests announce anything: AWS writes one after all data files of a delivery, so a data file
 * alone may be half of one. Each manifest is its own delivery.
 */
export function billsArrived(body: unknown): readonly BillArrived[] | undefined {
  const own = FromUs.safeParse(body);
  if (own.success)
    return [{ names: own.data.names, ...(own.data.source === undefined ? {} : { source: own.data.source }) }];
  const s3 = FromS3.safeParse(body);
  if (s3.success) {
    return manifests(
      s3.data.Records.map((record) => ({ bucket: record.s3.bucket.name, key: decoded(record.s3.object.key) })),
    );
  }
  const event = FromEventBridge.safeParse(body);
  if (!event.success) return undefined;
  return manifests([{ bucket: event.data.detail.bucket.name, key: event.data.detail.object.key }]);
}

const manifests = (
  objects: readonly { readonly bucket: string; readonly key: string | undefined }[],
): readonly BillArrived[] =>
  objects.flatMap(({ bucket, key }) =>
    key !== undefined && /manifest\.json$/i.test(key) ? [{ names: [`s3://${bucket}/${key}`] }] : [],
  );

function decoded(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
