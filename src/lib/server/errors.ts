import type { EditConflictView } from '#lib/types/admin.ts';

/**
 * Everything that a service refuses, with a stable code and the HTTP status that fits it. One place in the
 * hooks maps these to answers; any other error is logged under an id that alone is shown.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.status = status;
  }
}

export class QuestionNotFoundError extends AppError {
  constructor(slug: string) {
    super('question-not-found', 404, `There is no question ${JSON.stringify(slug.slice(0, 60))}.`);
  }
}

export class QuestionClosedError extends AppError {
  constructor() {
    super('question-closed', 409, 'The question is closed: no forecast is accepted any more.');
  }
}

export class QuestionNotOpenError extends AppError {
  constructor() {
    super('question-not-open', 409, 'The question is not open yet.');
  }
}

export class NotAForecastError extends AppError {
  constructor() {
    super('not-a-forecast', 422, 'A forecast gives each option 1 to 999 permille, summing to 1000 a seat.');
  }
}

export class NothingToWithdrawError extends AppError {
  constructor() {
    super('nothing-to-withdraw', 409, 'There is no standing forecast to withdraw.');
  }
}

export class RequestIdTakenError extends AppError {
  constructor() {
    super('request-id-taken', 409, 'This requestId was used before, with other numbers.');
  }
}

export class TooManyRequestsError extends AppError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('too-many-requests', 429, `Too many requests: try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class BusyError extends AppError {
  constructor() {
    super('busy', 503, 'Too much is going on at once: try again in a moment.');
  }
}

export class NotResolvableError extends AppError {
  constructor() {
    super('not-resolvable', 409, 'An opinion question is never resolved.');
  }
}

export class InvalidResultError extends AppError {
  constructor() {
    super(
      'invalid-result',
      422,
      'A result says yes or no of each option, with evidence, and is known already.',
    );
  }
}

/** Somebody else published first; nothing was stored. */
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

/** Somebody else changed the same since it was looked at; nothing was stored. */
export class ChangedMeanwhileError extends AppError {
  readonly changes: EditConflictView[];

  constructor(changes: EditConflictView[]) {
    super('changed-meanwhile', 409, 'Somebody else has changed the same meanwhile.');
    this.changes = changes;
  }

  /** How far the record goes with what is shown now. */
  get seen(): number {
    return Math.max(...this.changes.map(({ id }) => id));
  }
}
