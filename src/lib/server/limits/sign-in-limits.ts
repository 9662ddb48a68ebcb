import { type CreateLimiter, MINUTE } from './limiter.ts';

const WINDOW = 15 * MINUTE;
/** For how long a passkey may be asked for. */
export const CHALLENGE_SECONDS = 5 * MINUTE;
const PER_LOGIN = 10;
const PER_DEVICE = 10;
/** Many phones share an address behind carrier-grade NAT, and what succeeds is given back. */
const PER_ADDRESS = 100;

interface SignInAttempt {
  loginKey: string;
  addressKey: string;
  /** Of a device on which the account has signed in before: then it alone is counted. */
  deviceId: string | null;
}

/** Takes back what an attempt has counted. */
export type GiveBack = () => Promise<void>;

export interface SignInLimits {
  /** Counts an attempt. @throws TooManyRequestsError */
  signIn(attempt: SignInAttempt): Promise<GiveBack>;
  /** Counts a sign-in by a provider or a passkey. @throws TooManyRequestsError */
  signInWithoutPassword(addressKey: string): Promise<GiveBack>;
  /** Whether a passkey's challenge, by its hash, is used for the first time. */
  useChallenge(hash: string): Promise<boolean>;
}

export function createSignInLimits(create: CreateLimiter): SignInLimits {
  const byAddress = create('sign-in-address', PER_ADDRESS, WINDOW);
  const byLogin = create('sign-in-login', PER_LOGIN, WINDOW);
  const byDevice = create('sign-in-device', PER_DEVICE, WINDOW);
  const challenges = create('passkey-challenge', 1, CHALLENGE_SECONDS);
  const withoutPassword = create('sign-in-way', PER_ADDRESS, WINDOW);

  return {
    async signIn({ loginKey, addressKey, deviceId }) {
      if (deviceId !== null) {
        await byDevice.consume(deviceId);
        return () => byDevice.giveBack(deviceId);
      }
      await byAddress.consume(addressKey);
      await byLogin.consume(loginKey);
      // Gives back one attempt each instead of resetting: others may go on guessing between successful sign-ins.
      return async () => {
        await byAddress.giveBack(addressKey);
        await byLogin.giveBack(loginKey);
      };
    },
    async signInWithoutPassword(addressKey) {
      await withoutPassword.consume(addressKey);
      return () => withoutPassword.giveBack(addressKey);
    },
    useChallenge: async (hash) => (await challenges.count(hash)) === null,
  };
}
