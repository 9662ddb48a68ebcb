import { randomBytes } from 'node:crypto';

/** Where the tests' own server listens; a port that nothing else uses. */
export const PORT = Number(process.env['E2E_PORT'] ?? 4173);
/** The header in which the tests, like a proxy, pass on the address of a reader. */
export const ADDRESS_HEADER = 'x-reader-address';
export const BASE_URL = `http://localhost:${PORT}`;

/** The header of a reader whose network address no other test has: limits count by address. */
export function fromNewAddress(): Record<string, string> {
  return { [ADDRESS_HEADER]: [10, ...randomBytes(3)].join('.') };
}
