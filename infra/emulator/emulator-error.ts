import { ToolError } from "#infra/tools/tool-error.ts";

/** The emulator cannot be installed or run; the message says what was found and what to do. */
export class EmulatorError extends ToolError {
  override readonly name = "EmulatorError";
}
