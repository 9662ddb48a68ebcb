/** The embedded server cannot be used; the message is one line that the operator can act on. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError';
}

/** The code of a failed system call, such as ENOENT, or the SQLSTATE of a failed query. */
export function errorCode(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}
