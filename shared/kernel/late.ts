/**
 * What `make` makes, made once and only when it is first asked for. After a failure the next who asks has it made
 * anew, so a bad moment does not last as long as the process.
 */
export function late<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make().catch((fault: unknown) => {
      made = undefined;
      throw fault;
    });
    return made;
  };
}
