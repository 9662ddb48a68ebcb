import type { EditConflictView } from '#lib/types/form.ts';
import { constraintOf } from './db/sqlstate.ts';
import type { ValidationCode } from './validation-codes.ts';

/**
 * An error that a service throws on purpose, with a stable code and an HTTP status. `http/errors.ts` turns it into a
 * response; any other error is logged with an id, and the client sees only that id.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  /** Value of `Retry-After`, when a retry can succeed. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, status: number, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The base of errors that always say the same. */
function saying(code: string, status: number, message: string) {
  return class extends AppError {
    constructor() {
      super(code, status, message);
    }
  };
}

/** A page that this site does not have, as it is configured. */
export class NotFoundError extends saying('not-found', 404, 'There is no such page here.') {}

export class QuestionNotFoundError extends AppError {
  constructor(slug?: string) {
    const name = slug === undefined ? 'such question' : `question ${JSON.stringify(slug.slice(0, 60))}`;
    super('question-not-found', 404, `There is no ${name}.`);
  }
}

export class QuestionClosedError extends saying(
  'question-closed',
  409,
  'The question is closed: no forecast is accepted any more.',
) {}

export class QuestionNotOpenError extends saying('question-not-open', 409, 'The question is not open yet.') {}

export class NotAForecastError extends saying(
  'not-a-forecast',
  422,
  'A forecast gives each option 1 to 999 permille, summing to 1000 a seat.',
) {}

export class NothingToWithdrawError extends saying(
  'nothing-to-withdraw',
  409,
  'There is no standing forecast to withdraw.',
) {}

export class RequestIdTakenError extends saying(
  'request-id-taken',
  409,
  'This requestId was used before, with other numbers.',
) {}

/** Another forecast stands than the one that the form is based on; nothing was stored. */
export class ForecastChangedError extends AppError {
  readonly standing: { permille: readonly number[]; madeAt: Date };

  constructor(standing: ForecastChangedError['standing']) {
    super('forecast-changed', 409, 'Another forecast was saved since this page was loaded.');
    this.standing = standing;
  }
}

/** The account is not verified where only verified ones trade, or is excluded from what counts. */
export class TraderRefusedError extends AppError {
  constructor(code: 'trade-unverified' | 'trade-excluded') {
    super(code, 403, 'This account may not trade.');
  }
}

export class NotATradeError extends saying(
  'not-a-trade',
  422,
  'A trade names a share of this market, and an amount above nothing.',
) {}

export class TradeTooSmallError extends saying(
  'trade-too-small',
  422,
  'A trade is one tenth of a point or more.',
) {}

export class NotEnoughPointsError extends AppError {
  /** In micro-points. */
  readonly balance: number;

  constructor(balance: number) {
    super('not-enough-points', 409, 'The balance in this market is smaller than that.');
    this.balance = balance;
  }
}

export class NotEnoughSharesError extends AppError {
  /** In micro-shares. */
  readonly held: number;

  constructor(held: number) {
    super('not-enough-shares', 409, 'Fewer shares than that are held.');
    this.held = held;
  }
}

/** The price became worse than the one that was shown; nothing was traded. */
export class PriceMovedError extends AppError {
  /** The average price now, in micro-points a share. */
  readonly averagePrice: number;

  constructor(averagePrice: number) {
    super('price-moved', 409, 'The price has moved beyond the one that was shown.');
    this.averagePrice = averagePrice;
  }
}

export class TooManyRequestsError extends AppError {
  constructor(retryAfterSeconds: number) {
    const message = `Too many requests: try again in ${retryAfterSeconds} s.`;
    super('too-many-requests', 429, message, retryAfterSeconds);
  }
}

/** Joining from this address needs a proof first (`join-proof`), or one that is older (`join-wait`). */
export class JoinProofError extends AppError {
  constructor(code: 'join-proof' | 'join-wait', retryAfterSeconds: number) {
    super(
      code,
      429,
      'Many have joined from this network: a proof of work or a wait is needed.',
      retryAfterSeconds,
    );
  }
}

const BUSY_SECONDS = 5;

export class BusyError extends AppError {
  constructor() {
    super('busy', 503, 'Too much is going on at once: try again in a moment.', BUSY_SECONDS);
  }
}

/** Sent while a full disk keeps the database from writing. */
const STORAGE_RETRY_SECONDS = 60;

export class StorageFullError extends AppError {
  constructor(cause: unknown) {
    super('storage-full', 503, 'Nothing can be stored now: try again later.', STORAGE_RETRY_SECONDS);
    this.cause = cause;
  }
}

export class NotResolvableError extends saying(
  'not-resolvable',
  404,
  'An opinion question is never resolved.',
) {}

export class InvalidResultError extends saying(
  'invalid-result',
  422,
  'A result says yes or no of each option, with evidence, and is known already.',
) {}

/** Another admin published first; nothing was stored. */
export class ResolutionConflictError extends AppError {
  readonly version: number;
  readonly winner: string;
  readonly publishedAt: Date | null;

  constructor(version: number, winner: string, publishedAt: Date | null) {
    super('resolution-conflict', 409, `Version ${version} was published first, by ${winner}.`);
    this.version = version;
    this.winner = winner;
    this.publishedAt = publishedAt;
  }
}

/** Another publication of the question is under way; nothing was stored. */
export class PublicationUnderwayError extends AppError {
  /** Whose it is, where it is known. */
  readonly by: string | null;

  constructor(by: string | null = null) {
    const name = by === null ? '' : `, by ${by}`;
    super('publication-underway', 409, `Another publication of this question is under way${name}.`);
    this.by = by;
  }
}

/** Edit conflict: another admin changed the same row since the page was loaded; nothing was stored. */
export class EditConflictError extends AppError {
  readonly changes: EditConflictView[];

  constructor(changes: EditConflictView[]) {
    super('edit-conflict', 409, 'Somebody else has changed the same since the page was loaded.');
    this.changes = changes;
  }

  /** The `expectedVersion` for the next attempt, after these changes were shown. */
  get version(): number {
    return Math.max(...this.changes.map(({ id }) => id));
  }
}

/** A validation error that only the service can find, shown beside its field; `form` for the form as a whole. */
export class ValidationError extends AppError {
  readonly field: string;
  readonly error: ValidationCode;

  constructor(field: string, error: ValidationCode, status = 400) {
    super('validation-error', status, `${field}: ${error}`);
    this.field = field;
    this.error = error;
  }
}

/** `catch` handler that maps a violated database constraint to its AppError and rethrows any other error. */
export function whereViolated(errors: Record<string, AppError>): (error: unknown) => never {
  return (error) => {
    throw errors[constraintOf(error) ?? ''] ?? error;
  };
}
