import { JoinProofError, TooManyRequestsError } from '../errors.ts';
import { type JoinProof, PROOF_SECONDS, WAIT_SECONDS } from './join-proof.ts';
import { type CreateLimiter, HOUR } from './limiter.ts';
import type { GiveBack } from './sign-in-limits.ts';

/** Beyond these an address must show a proof. */
const FREE_PER_HOUR = 20;
const PER_DAY = 200;

export interface JoinLimits {
  /**
   * Counts a join. `prove` is called where the address has no free join left.
   *
   * @throws JoinProofError without a proof or with one that was used, TooManyRequestsError
   */
  join(addressKey: string, prove: () => Promise<JoinProof | null>): Promise<GiveBack>;
  /** Whether the next join from the address needs a proof. */
  needsJoinProof(addressKey: string): Promise<boolean>;
  isProofUsed(id: string): Promise<boolean>;
}

export function createJoinLimits(create: CreateLimiter): JoinLimits {
  const free = create('join', FREE_PER_HOUR, HOUR);
  const all = create('join-day', PER_DAY, 24 * HOUR);
  const proofs = create('join-proof', 1, PROOF_SECONDS);
  const waits = create('join-wait', 1, WAIT_SECONDS);

  /** Each proof counts once; of those that only waited, an address has one in each waiting time. */
  async function spend(proof: JoinProof | null, addressKey: string, seconds: number): Promise<void> {
    if (!proof || (await proofs.count(proof.id)) !== null) throw new JoinProofError('join-proof', seconds);
    if (proof.kind === 'solved') return;
    const left = await waits.count(addressKey);
    if (left === null) return;
    await proofs.giveBack(proof.id);
    throw new JoinProofError('join-wait', left);
  }

  return {
    async join(addressKey, prove) {
      const seconds = await free.count(addressKey);
      const proof = seconds === null ? null : await prove();
      if (seconds !== null) await spend(proof, addressKey, seconds);
      const left = await all.count(addressKey);
      if (left !== null) throw new TooManyRequestsError(left);
      return async () => {
        await all.giveBack(addressKey);
        if (proof) await proofs.giveBack(proof.id);
        else await free.giveBack(addressKey);
        if (proof?.kind === 'waited') await waits.giveBack(addressKey);
      };
    },
    needsJoinProof: (addressKey) => free.isReached(addressKey),
    isProofUsed: (id) => proofs.isReached(id),
  };
}
