import * as z from "zod";
import { refuse } from "#shared/cost/batch.ts";
import type { Manifest } from "#shared/cost/delivery.ts";
import { doubledKey } from "#shared/kernel/doubled-key.ts";

// Manifests carry much more; only what says which files belong together is read. AWS adds fields without notice.
const DataExportsManifest = z.looseObject({ dataFiles: z.array(z.string().min(1)) });
const LegacyManifest = z.looseObject({ reportKeys: z.array(z.string().min(1)) });

/**
 * Reads the manifest of an AWS Data Export (CUR 2.0 and FOCUS: `dataFiles`) or of a legacy Cost and
 * Usage Report (`reportKeys`).
 *
 * @throws BillRefused when it is neither
 */
export function readManifest(name: string, text: string): Manifest {
  const value = jsonOf(name, text);
  const current = DataExportsManifest.safeParse(value);
  if (current.success) return { files: current.data.dataFiles };
  const legacy = LegacyManifest.safeParse(value);
  if (legacy.success) return { files: legacy.data.reportKeys };
  throw refuse(name, 'it has no list of files; a manifest has "dataFiles", or "reportKeys"');
}

function jsonOf(name: string, text: string): unknown {
  const bare = text.replace(/^\uFEFF/, "");
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    throw refuse(name, "it is no JSON; fetch it again");
  }
  const twice = doubledKey(bare);
  if (twice !== undefined) throw refuse(name, `${twice} stands twice, and only one can be meant; fetch it again`);
  return value;
}
