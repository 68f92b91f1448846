/** A tool beside the project cannot be installed or run; the message says what was found and what to do. */
export class ToolError extends Error {
  override readonly name: string = "ToolError";
}
