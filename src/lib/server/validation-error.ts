import type { DeskFaultCode } from '#lib/types/admin.ts';
import { constraintOf } from './db/sqlstate.ts';
import { AppError } from './errors.ts';

/** What the desk cannot do as asked, said beside the field that it is about; `form` for the whole. */
export class DeskFaultError extends AppError {
  readonly field: string;
  readonly fault: DeskFaultCode;

  constructor(field: string, fault: DeskFaultCode) {
    super('desk-fault', 400, `${field}: ${fault}`);
    this.field = field;
    this.fault = fault;
  }
}

/** For a promise's `catch`: the fault that a violated constraint means; any other error is thrown on. */
export function orDeskFault(faults: Record<string, DeskFaultError>): (error: unknown) => never {
  return (error) => {
    throw faults[constraintOf(error) ?? ''] ?? error;
  };
}
