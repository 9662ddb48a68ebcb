import { hash } from '@node-rs/argon2';
import { BusyError } from '../errors.ts';

/** OWASP's first choice for Argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each one fills a core for some 30 ms: more at once would only stall every page. */
const AT_ONCE = 2;
const MOST_WAITING = 64;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Argon2id of a password, in PHC form, under a salt of 8 bytes or more. The salt belongs to the address, not to the
 * account: one computation then finds whichever account of the address has this password, however many claim it.
 *
 * @throws BusyError where too many are waiting
 */
export function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), { ...COST, salt }));
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else if (waiting.length >= MOST_WAITING) throw new BusyError();
  else await new Promise<void>((start) => waiting.push(start));
  try {
    return await work();
  } finally {
    // A place is handed on, not freed: whoever waits takes it over.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
