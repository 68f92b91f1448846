/** The emulator cannot be installed or run; the message says what was found and what to do. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
}
