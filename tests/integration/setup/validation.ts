import { ValidationError } from '#lib/server/platform/errors.ts';

/** The validation error of a change as `field: code`, or null where the change is accepted. */
export function errorOf(change: Promise<unknown>): Promise<string | null> {
  return change.then(
    () => null,
    (error: unknown) => {
      if (error instanceof ValidationError) return `${error.field}: ${error.error}`;
      throw error;
    },
  );
}
