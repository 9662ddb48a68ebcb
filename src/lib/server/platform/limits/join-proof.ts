// What somebody shows to join from an address that has no free join left: the solution of a proof of work (ALTCHA), which
// a script works out; or, where there are no scripts or no secure context, a token that is half a minute old.
import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Payload } from 'altcha-lib/types';
import * as v from 'valibot';
import type { JoinProofView } from '#lib/types/join-proof.ts';
import { seal, unseal } from '../signing.ts';
import { JoinProofError } from '../errors.ts';

/** How long a challenge or a token can be used. */
export const PROOF_SECONDS = 30 * 60;
/** How old a token must be; so often an address can join by tokens. */
export const WAIT_SECONDS = 30;

/** One derivation takes a phone some milliseconds, and one in this range is asked for: seconds in all. */
const ITERATIONS = 5_000;
const FEWEST_DERIVATIONS = 500;
const MOST_DERIVATIONS = 1_500;

/** A proof that holds, under an id by which it is used once. */
export interface JoinProof {
  kind: 'solved' | 'waited';
  id: string;
}

const payload = v.looseObject({
  challenge: v.looseObject({ parameters: v.looseObject({ nonce: v.string() }) }),
});

/** @param token one that was issued before and is not used, so that the wait does not begin anew; else null */
export async function issueJoinProof(
  secret: Uint8Array,
  now: Date,
  token: string | null,
): Promise<JoinProofView> {
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: ITERATIONS,
    counter: randomInt(FEWEST_DERIVATIONS, MOST_DERIVATIONS),
    expiresAt: new Date(now.getTime() + PROOF_SECONDS * 1000),
    deriveKey,
    ...secretsOf(secret),
  });
  const fresh = () => seal(`${now.getTime()} ${randomUUID()}`, secret);
  return { challenge, mostAttempts: MOST_DERIVATIONS, token: token ?? fresh(), waitSeconds: WAIT_SECONDS };
}

/**
 * The proof of a form, or null without one.
 *
 * @throws JoinProofError where the token is not old enough
 */
export async function readJoinProof(
  { solution, token }: { solution: string; token: string },
  secret: Uint8Array,
  now: Date,
): Promise<JoinProof | null> {
  const nonce = solution ? await solvedNonce(solution, secret) : null;
  if (nonce !== null) return { kind: 'solved', id: nonce };
  const waited = openToken(token, secret, now);
  if (!waited) return null;
  const left = Math.ceil(WAIT_SECONDS - waited.ageSeconds);
  if (left > 0) throw new JoinProofError('join-wait', left);
  return { kind: 'waited', id: waited.id };
}

/** Null where it is not ours, or too old. */
export function openToken(
  token: string,
  secret: Uint8Array,
  now: Date,
): { id: string; ageSeconds: number } | null {
  const [issuedAt, id] = unseal(token, secret)?.split(' ') ?? [];
  const ageSeconds = (now.getTime() - Number(issuedAt)) / 1000;
  return id && ageSeconds <= PROOF_SECONDS ? { id, ageSeconds } : null;
}

/** The nonce of the challenge that a solution solves, or null. */
async function solvedNonce(text: string, secret: Uint8Array): Promise<string | null> {
  try {
    const { challenge } = v.parse(payload, JSON.parse(text));
    // Anything else of what was sent is checked by ALTCHA, the signature before any work is done.
    const { verified } = await verifySolution({
      ...(JSON.parse(text) as Payload),
      deriveKey,
      ...secretsOf(secret),
    });
    return verified ? challenge.parameters.nonce : null;
  } catch {
    return null;
  }
}

function secretsOf(secret: Uint8Array) {
  const derive = (use: string) => createHmac('sha256', secret).update(use).digest('hex');
  return { hmacSignatureSecret: derive('challenge'), hmacKeySignatureSecret: derive('key') };
}
