/** What the join form needs to prove that it is not one of many; see `server/platform/limits/join-proof.ts`. */
export interface JoinProofView {
  /** A challenge of ALTCHA, for its worker. */
  challenge: object;
  /** The challenge is solved by one of so many attempts. */
  mostAttempts: number;
  /** Good for joining once `waitSeconds` have passed. */
  token: string;
  waitSeconds: number;
}
