import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { openObject, type S3Place } from "#shared/adapters/aws/s3-open-file.ts";
import { refuse } from "#shared/cost/batch.ts";
import type { OpenFile, SpendSource } from "#shared/cost/ports.ts";
import { everyItem } from "#shared/kernel/page.ts";

/** Longest key that S3 takes, in UTF-8 bytes (S3 user guide, "Naming Amazon S3 objects"). */
const LONGEST_KEY = 1_024;

/**
 * Bills in one bucket, by key or by `s3://<bucket>/<key>`. A name of another bucket, or one with steps up, is
 * refused: the answer over a file that is no bill quotes it.
 */
export function s3SpendSource(place: S3Place): SpendSource {
  const listed = openOnce();
  return {
    async open(name) {
      const key = keyOf(place.bucket, name);
      return listed.take(name) ?? (canBe(key) ? openObject(place, key, name) : undefined);
    },
    async list(name) {
      const key = keyOf(place.bucket, name);
      if (!canBe(key)) return [];
      const file = await openObject(place, key, name);
      if (file !== undefined) {
        listed.keep(file);
        return [name];
      }
      const before = name.slice(0, name.length - key.length);
      return (await keysBelow(place, key)).map((each) => `${before}${each}`);
    },
  };
}

/** What was listed as itself is open by that, and mostly is opened next: so long, and so many, are kept for it. */
const KEPT_MS = 5_000;
const MOST_KEPT = 20;

function openOnce() {
  const kept = new Map<string, { readonly file: OpenFile; readonly until: number }>();
  const dropOld = () => {
    for (const [name, { until }] of kept) if (until < performance.now()) kept.delete(name);
  };
  return {
    keep(file: OpenFile): void {
      dropOld();
      kept.delete(file.name);
      if (kept.size < MOST_KEPT) kept.set(file.name, { file, until: performance.now() + KEPT_MS });
    },
    take(name: string): OpenFile | undefined {
      dropOld();
      const found = kept.get(name)?.file;
      kept.delete(name);
      return found;
    },
  };
}

function keyOf(bucket: string, name: string): string {
  const uri = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(name);
  const key = (uri === null ? name : (uri[2] ?? "")).replace(/\/+$/, "");
  const steps = key.split("/").some((part) => part === ".." || part === ".");
  if ((uri !== null && uri[1] !== bucket) || key.startsWith("/") || steps) {
    throw refuse(name, `it lies outside of the bucket for bills; put it into s3://${bucket}/`);
  }
  return key;
}

/** Whether S3 could hold it at all; a control character in a key is nobody's bill. */
const canBe = (key: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that are looked for
  key !== "" && Buffer.byteLength(key, "utf8") <= LONGEST_KEY && !/[\u0000-\u001f\u007f]/.test(key);

/** Hidden files and folders are nobody's bill. */
const isHidden = (key: string): boolean => key.split("/").some((part) => part.startsWith("."));

async function keysBelow({ s3, bucket }: S3Place, folder: string): Promise<readonly string[]> {
  const objects = await everyItem(async ({ cursor }) => {
    const ask = new ListObjectsV2Command({ Bucket: bucket, Prefix: `${folder}/`, ContinuationToken: cursor });
    const { Contents: items = [], NextContinuationToken } = await s3.send(ask);
    return { items, cursor: NextContinuationToken };
  });
  const keys = objects.flatMap(({ Key }) => (Key === undefined || Key.endsWith("/") ? [] : [Key]));
  return keys.filter((key) => !isHidden(key)).toSorted();
}
