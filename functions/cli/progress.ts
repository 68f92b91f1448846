import type { Io } from "#functions/cli/io.ts";

/** How long a person waits before being told what for. In milliseconds. */
const SOON = 400;

/** Says on stderr what is waited for, once it takes longer than a moment; nothing where a program reads. */
export async function telling<Answer>(io: Io, words: string, work: Promise<Answer>): Promise<Answer> {
  if (io.noProgress === true) return work;
  const timer = setTimeout(() => io.err(`${words}…\n`), SOON);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
