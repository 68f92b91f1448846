/*
 * In bundles this stands in the place of the SDK's `node-config-provider/configLoader.js`, whose settings it takes:
 * where each is found in the environment, and what it is by default.
 */

type Environment = { readonly [name: string]: string | undefined };
type Options = { readonly signingName?: string; readonly logger?: unknown };

/** Of the environment alone; what the SDK would read of files is left. */
export type Setting<Value> = {
  readonly environmentVariableSelector: (environment: Environment, options: Options) => Value | undefined;
  readonly default: Value | (() => Value | Promise<Value>);
};

/**
 * A setting by what the environment says, else by its default; asked for once.
 *
 * @throws what the SDK's selector throws where the environment says what it cannot be: the first call fails. The SDK's
 * own chain would go on, to the files and the default.
 */
export function loadConfig<Value>(
  { environmentVariableSelector, default: otherwise }: Setting<Value>,
  { signingName, logger }: Options = {},
): () => Promise<Value> {
  let loaded: Promise<Value> | undefined;
  const load = async (): Promise<Value> => {
    const said = environmentVariableSelector(process.env, {
      ...(signingName === undefined ? {} : { signingName }),
      logger,
    });
    if (said !== undefined) return said;
    return typeof otherwise === "function" ? await (otherwise as () => Value | Promise<Value>)() : otherwise;
  };
  return () => {
    loaded ??= load();
    return loaded;
  };
}
