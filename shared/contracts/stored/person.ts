import * as z from "zod";
import type { Person as DirectoryPerson } from "#shared/catalog/person.ts";
import { Person } from "#shared/contracts/stored/stored-field.ts";
import { groupName } from "#shared/kernel/ids.ts";

/** A person of the directory, as last heard from the identity provider. */
export const StoredPerson: z.ZodType<DirectoryPerson> = z.strictObject({
  id: Person,
  name: z.string(),
  groups: z.array(z.string().min(1).transform(groupName)),
  manager: z.exactOptional(Person),
  active: z.boolean(),
  mail: z.exactOptional(z.string().min(1)),
});
