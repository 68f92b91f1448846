import * as z from "zod";

/** The head of the directory as stored, version 1: how often rows of people were written, all together. */
export const StoredDirectoryHead = z.strictObject({ changes: z.int().min(1) });

export type DirectoryHead = z.infer<typeof StoredDirectoryHead>;
