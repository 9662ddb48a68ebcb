// Password hashes: Argon2id, each under a random salt of its own.
import { hash, verify } from '@node-rs/argon2';
import { createSharedQueue, type Load } from '../../platform/concurrency.ts';

/** OWASP's first choice for Argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hash takes a core for some 30 ms: more at once would stall every page, and a longer queue every sign-in. */
const enqueue = createSharedQueue(2, 20);

/** Hashes that are being worked out, and that wait for it. */
export function hashingLoad(): Load {
  return enqueue.load();
}

/**
 * Argon2id of a password, in PHC form.
 *
 * @param addressKey hashed network address of the client, which may hold only a part of the queue
 * @throws BusyError where too many are waiting
 */
export function hashPassword(password: string, addressKey: string): Promise<string> {
  return enqueue(addressKey, () => hash(composed(password), COST));
}

/**
 * Whether a hash is of this password. Without a hash it is not, after the same time.
 *
 * @param addressKey and @throws as of `hashPassword`
 */
export function isPasswordOf(
  passwordHash: string | null,
  password: string,
  addressKey: string,
): Promise<boolean> {
  return enqueue(addressKey, async () => {
    if (passwordHash !== null) return verify(passwordHash, composed(password));
    await hash(composed(password), COST);
    return false;
  });
}

/** Keyboards type Hangul composed or decomposed. */
function composed(password: string): string {
  return password.normalize('NFC');
}
