import { BillRefused, type Refusal, refuse } from "#shared/cost/batch.ts";
import type { OpenFile, SpendSource } from "#shared/cost/ports.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** A manifest's own words: the files it names are the delivery, whatever else lies beside them. */
export type Manifest = { readonly files: readonly string[] };

/** Reads the text of a manifest. @throws BillRefused when it is none */
export type ReadManifest = (name: string, text: string) => Manifest;

/** A file of a delivery, open, with what its bytes are. */
export type DeliveredFile = { readonly file: OpenFile; readonly sha256: Sha256 };

export type Delivery = {
  readonly files: readonly DeliveredFile[];
  readonly manifest?: { readonly name: string; readonly sha256: Sha256 };
  close(): Promise<void>;
};

const isManifest = (name: string): boolean => /manifest\.json$/i.test(name);

/** A manifest is small; anything else that is called one is not read whole. */
const LARGEST_MANIFEST = 4 * 1024 * 1024;

/**
 * Opens the files that `names` mean: a file is itself, a folder is everything below it, and where a
 * manifest is among them its list is the whole truth.
 *
 * @throws BillRefused for what is not there, is there twice, or is named by a manifest and missing
 */
export async function openDelivery(
  names: readonly string[],
  { spend, readManifest }: { readonly spend: SpendSource; readonly readManifest: ReadManifest },
): Promise<Delivery> {
  const listed = await everyFile(names, spend);
  const manifests = listed.filter(isManifest);
  if (manifests.length > 1) {
    throw refuse(manifests[1] ?? "", `there is a second manifest beside "${manifests[0]}"; take them in one by one`);
  }
  const opened: OpenFile[] = [];
  const close = async () => {
    for (const file of opened) await file.close();
  };
  try {
    const [manifestName] = manifests;
    const manifest = manifestName === undefined ? undefined : await manifestOf(manifestName, { spend, readManifest });
    const wanted = manifest === undefined ? listed : await filesOf(manifest, listed, spend);
    const files: DeliveredFile[] = [];
    for (const name of wanted) {
      const file = await openOr(spend, name, "it is not there; check the path");
      opened.push(file);
      files.push({ file, sha256: await digestOf(file, files) });
    }
    const named = manifest === undefined ? {} : { manifest: { name: manifest.name, sha256: manifest.sha256 } };
    return { files, ...named, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function everyFile(names: readonly string[], spend: SpendSource): Promise<readonly string[]> {
  const all: string[] = [];
  for (const name of names) {
    const below = await spend.list(name);
    if (below.length === 0) throw refuse(name, "there is no file; check the path");
    all.push(...below);
  }
  return [...new Set(all)];
}

async function digestOf(file: OpenFile, before: readonly DeliveredFile[]): Promise<Sha256> {
  const sha256 = await file.sha256();
  const twin = before.find((each) => each.sha256 === sha256);
  if (twin !== undefined) throw refuse(file.name, `it has the same bytes as "${twin.file.name}"; send it once`);
  return sha256;
}

type Found = Manifest & { readonly name: string; readonly sha256: Sha256 };

async function manifestOf(
  name: string,
  { spend, readManifest }: { readonly spend: SpendSource; readonly readManifest: ReadManifest },
): Promise<Found> {
  const file = await openOr(spend, name, "it is not there; check the path");
  try {
    if (file.bytes > LARGEST_MANIFEST) throw refuse(name, `it has ${file.bytes} bytes; a manifest has fewer`);
    const text = new TextDecoder().decode(await file.slice(0, file.bytes));
    return { ...readManifest(name, text), name, sha256: await file.sha256() };
  } finally {
    await file.close();
  }
}

/** What a manifest names, by the name it has here. */
async function filesOf(manifest: Found, listed: readonly string[], spend: SpendSource): Promise<readonly string[]> {
  const files: string[] = [];
  for (const named of manifest.files) {
    const found = await hereOf(named, manifest.name, { listed, spend });
    if (found === undefined) {
      throw refuse(manifest.name, `it names "${named}", which is not there; fetch the whole delivery`);
    }
    if (files.includes(found)) throw refuse(manifest.name, `it names "${found}" twice; a file counts once`);
    files.push(found);
  }
  if (files.length === 0) throw refuse(manifest.name, "it names no file; wait for the export to finish");
  return files;
}

/** Data lies up to three folders above its manifest: `…/metadata/BILLING_PERIOD=…/` beside `…/data/BILLING_PERIOD=…/`. */
const FOLDERS_ABOVE = 3;

async function hereOf(
  named: string,
  manifest: string,
  { listed, spend }: { readonly listed: readonly string[]; readonly spend: SpendSource },
): Promise<string | undefined> {
  const among = bestEnd(named, manifest, listed);
  if (among !== undefined) return among;
  if (named.includes("://") && (await spend.list(named)).length === 1) return named;
  let folder = manifest;
  for (let above = 0; above < FOLDERS_ABOVE && folder.includes("/"); above += 1) {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    const found = bestEnd(named, manifest, await spend.list(folder));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The file whose path has the longest end in common with what is named: two parts at least, because
 * every period has files of the same names; one is enough right beside the manifest.
 */
function bestEnd(named: string, manifest: string, files: readonly string[]): string | undefined {
  const parts = named.replace(/^[a-z0-9]+:\/\/[^/]+\//i, "").split("/");
  const beside = manifest.slice(0, manifest.lastIndexOf("/") + 1);
  for (let from = 0; from < parts.length - 1; from += 1) {
    const end = parts.slice(from).join("/");
    const found = files.find((name) => !isManifest(name) && (name === end || name.endsWith(`/${end}`)));
    if (found !== undefined) return found;
  }
  return files.find((name) => name === `${beside}${parts.at(-1)}`);
}

async function openOr(spend: SpendSource, name: string, found: string): Promise<OpenFile> {
  const file = await spend.open(name);
  if (file === undefined) throw refuse(name, found);
  return file;
}

/** The value of `read`, or the refusal that it ended in. Faults go through. */
export async function unlessRefused<Value>(
  read: () => Promise<Value>,
): Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Refusal }> {
  try {
    return { ok: true, value: await read() };
  } catch (fault) {
    if (fault instanceof BillRefused) return { ok: false, error: fault.refusal };
    throw fault;
  }
}
