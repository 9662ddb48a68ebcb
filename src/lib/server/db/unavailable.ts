import { sqlStateOf } from './sqlstate.ts';

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
