/**
 * Others changed what a write rests on so often that it was given up. Nothing was written.
 *
 * A request is answered with 503 and can be tried again at once; a message comes again by itself.
 */
export class Contention extends Error {
  override readonly name = "Contention";
}
