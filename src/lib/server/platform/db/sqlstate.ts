/** Names for the SQLSTATEs that services handle: PostgreSQL's, and those of the gate and of our triggers. */
export const SqlState = {
  lockNotAvailable: '55P03',
  /** By a time limit, as a rule. */
  queryCanceled: '57014',
  questionClosed: 'FT001',
  questionNotOpen: 'FT002',
  notAForecast: 'FT003',
  noSuchQuestion: 'FT004',
  nothingToWithdraw: 'FT005',
  tooManyForecasts: 'FT006',
  requestIdTaken: 'FT007',
  notLatestVersion: 'FT020',
  notAResult: 'FT022',
  finalAlready: 'FT023',
  mayNotConfirm: 'FT024',
  lastWayIn: 'FT028',
  unverifiedTrader: 'FT038',
  excludedTrader: 'FT039',
} as const;

/** The SQLSTATE of an error that came from PostgreSQL, else undefined. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** SQLSTATE `disk_full`, and the same of a file of our own. */
const FULL = ['53100', 'ENOSPC'];

/** Whether an error says that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  return FULL.includes(sqlStateOf(error) ?? '');
}

/** The violated constraint's name, where PostgreSQL named one. */
export function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('constraint' in error)) return undefined;
  return typeof error.constraint === 'string' ? error.constraint : undefined;
}

/** Of Node, where a connection cannot be made or breaks. */
const NETWORK = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];
/** SQLSTATEs of a server that shuts down, crashes, starts or has no session left, and of a pooler that has none. */
const ENDED = /^(08...|57P0[1-3]|53300)$/;
/** What node-postgres says without a code. */
const BROKEN = /^(Connection terminated|Client has encountered a connection error)/;

/** Whether an error says that the database, or the pooler before it, is away for now: trying again can succeed. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = sqlStateOf(error) ?? '';
  return NETWORK.includes(code) || ENDED.test(code) || BROKEN.test(error.message);
}
