import type { ValidationErrorCode } from '#lib/types/admin.ts';
import { constraintOf } from './db/sqlstate.ts';
import { AppError } from './errors.ts';

/** What the admin pages cannot do as asked, said beside the field that it is about; `form` for the whole. */
export class ValidationError extends AppError {
  readonly field: string;
  readonly fault: ValidationErrorCode;

  constructor(field: string, fault: ValidationErrorCode) {
    super('validation-error', 400, `${field}: ${fault}`);
    this.field = field;
    this.fault = fault;
  }
}

/** For a promise's `catch`: the fault that a violated constraint means; any other error is thrown on. */
export function orValidationError(faults: Record<string, ValidationError>): (error: unknown) => never {
  return (error) => {
    throw faults[constraintOf(error) ?? ''] ?? error;
  };
}
