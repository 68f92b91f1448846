/**
 * A schema that is made when it is first asked anything. Bundles hold it in the place of schemas of contracts
 * (`late-schemas.ts`): zod binds each method to the schema that it was read from, so that those see no difference.
 */
export function lateSchema<Schema extends object>(make: () => Schema): Schema {
  let made: Schema | undefined;
  const schema = (): Schema => {
    made ??= make();
    return made;
  };
  return new Proxy({} as Schema, {
    get: (_, name) => Reflect.get(schema(), name),
    has: (_, name) => Reflect.has(schema(), name),
    set: (_, name, value) => Reflect.set(schema(), name, value),
  });
}
