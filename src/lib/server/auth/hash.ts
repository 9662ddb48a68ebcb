import { createHash } from 'node:crypto';

/** SHA-256 in hex: for secrets that are random already, so that the database never holds one that works. */
export function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
