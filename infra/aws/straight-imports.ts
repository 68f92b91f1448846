import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import { withBuiltInsAtHand, withPlainKeys } from "#infra/aws/bundle-plugins.ts";

const SDK_CODE = /node_modules\/(@aws-sdk|@smithy)\/.*\.js$/;
const OUR_CODE = /\/(shared|functions)\/.*\.ts$/;

// What another plugin puts something else in the place of is left to it.
const SDK = /^(@aws-sdk|@smithy)\/(?!credential-provider-node)/;

/** Reads modules of the SDK, and ours, with each name of the SDK imported from the file that has it. */
export const straightImports = (root: string): Plugin => ({
  name: "straight-imports",
  setup(builder) {
    const sdk = new SdkFiles(join(root, "node_modules"));
    const read = (path: string) => withStraightImports(withPlainKeys(readFileSync(path, "utf8")), path, sdk);
    builder.onLoad({ filter: SDK_CODE }, ({ path }) => ({ contents: withBuiltInsAtHand(read(path)), loader: "js" }));
    builder.onLoad({ filter: OUR_CODE }, ({ path }) => ({ contents: read(path), loader: "ts" }));
  },
});

/** Where a name that a file imports is to be found. */
export type NameSource = {
  /** The file that a specifier means, seen from the folder of a file; undefined: none of the SDK's. */
  resolve(specifier: string, folder: string): string | undefined;
  /** The file that says what the name is, and its name there; undefined: the file does not tell plainly. */
  find(name: string, file: string): Found | undefined;
};

export type Found = { readonly file: string; readonly name: string };

const IMPORT = /^import \{([^}]*)\} from "([^"]+)";/gm;

/**
 * The text of a module with each name of the SDK imported from the file that has it, not from an index that passes it
 * on. What a function carries is decided by file: whoever imports one name of an index would carry all that any
 * function wants of it.
 */
export function withStraightImports(text: string, path: string, sdk: NameSource): string {
  let straight = "";
  let at = 0;
  for (const match of text.matchAll(IMPORT)) {
    const [whole, names = "", specifier = ""] = match;
    straight += text.slice(at, match.index) + straightened(whole, { names, specifier, path }, sdk);
    at = match.index + whole.length;
  }
  return straight + text.slice(at);
}

type Statement = { readonly names: string; readonly specifier: string; readonly path: string };

function straightened(whole: string, { names, specifier, path }: Statement, sdk: NameSource): string {
  const relative = specifier.startsWith(".") && path.includes("/node_modules/");
  if (!SDK.test(specifier) && !relative) return whole;
  const file = sdk.resolve(specifier, dirname(path));
  if (file === undefined) return whole;
  const lines = names
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "" && !each.startsWith("type "))
    .map((each) => {
      const [name = "", as = name] = each.split(/ as /);
      const found = sdk.find(name, file);
      return found === undefined || found.file === file
        ? `import { ${each} } from ${JSON.stringify(specifier)};`
        : `import { ${found.name} as ${as} } from ${JSON.stringify(found.file)};`;
    });
  // On one line, so that maps of what comes after hold.
  return lines.join(" ") + whole.replaceAll(/[^\n]/g, "");
}

/** The files of the SDK's modules, each read once for what it passes on. */
class SdkFiles implements NameSource {
  readonly #modules: string;
  readonly #passedOn = new Map<string, PassedOn>();
  readonly #packages = new Map<string, Package>();

  /** @param modules the folder of packages */
  constructor(modules: string) {
    this.#modules = modules;
  }

  resolve(specifier: string, folder: string): string | undefined {
    const path = specifier.startsWith(".") ? join(folder, specifier) : this.#ofPackage(specifier);
    return [path, `${path}.js`, `${path}/index.js`].find((each) => each.endsWith(".js") && existsSync(each));
  }

  #ofPackage(specifier: string): string {
    const [scope = "", name = "", ...rest] = specifier.split("/");
    const folder = join(this.#modules, scope, name);
    const read =
      this.#packages.get(folder) ?? (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package);
    this.#packages.set(folder, read);
    const exported = read.exports?.[[".", ...rest].join("/")]?.module;
    return join(folder, exported ?? (rest.length === 0 ? read.module : undefined) ?? "none");
  }

  find(name: string, file: string): Found | undefined {
    const { own, named, whole } = this.#passedOnBy(file);
    if (own.has(name)) return { file, name };
    const passed = named.get(name);
    if (passed !== undefined) {
      const next = this.resolve(passed.specifier, dirname(file));
      return next === undefined ? { file, name } : (this.find(passed.name, next) ?? { file: next, name: passed.name });
    }
    for (const specifier of whole) {
      const next = this.resolve(specifier, dirname(file));
      const found = next === undefined ? undefined : this.find(name, next);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #passedOnBy(file: string): PassedOn {
    const known = this.#passedOn.get(file) ?? passedOnBy(readFileSync(file, "utf8"));
    this.#passedOn.set(file, known);
    return known;
  }
}

type Package = {
  readonly module?: string;
  readonly exports?: { readonly [subpath: string]: { readonly module?: string } };
};

type PassedOn = {
  readonly own: ReadonlySet<string>;
  readonly named: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;
  readonly whole: readonly string[];
};

/** What a module of the SDK exports: of its own, by name from another, and all of others. */
export function passedOnBy(text: string): PassedOn {
  const own = new Set<string>();
  const named = new Map<string, { specifier: string; name: string }>();
  for (const [, name = ""] of text.matchAll(/^export (?:const|let|var|class|(?:async )?function\*?) ([\w$]+)/gm))
    own.add(name);
  for (const [, names = "", specifier] of text.matchAll(/^export \{([^}]*)\}(?: from "([^"]+)")?;/gm)) {
    for (const each of names.split(",").map((one) => one.trim())) {
      const [name = "", as = name] = each.split(/ as /);
      if (specifier === undefined) own.add(as);
      else if (as !== "") named.set(as, { specifier, name });
    }
  }
  return { own, named, whole: [...text.matchAll(/^export \* from "([^"]+)";/gm)].map(([, each = ""]) => each) };
}
