/** What pages show of people's standing: who is left out of the odds, and what admins say of their ties. */
import type { Text } from '#lib/contest/types.ts';

/** Letters of a handle at most. */
export const LONGEST_HANDLE = 20;

/** One decision to leave accounts out, or to let them back in, and what it did to the odds of a question. */
export interface ExclusionView {
  id: number;
  /** How many accounts it concerned. */
  accounts: number;
  excluded: boolean;
  reason: string;
  decidedAt: string;
  /** Permille in option order; null without a forecast that counts. */
  before: number[] | null;
  after: number[] | null;
}

/** One decision to leave several accounts out. */
export interface BatchView {
  id: number;
  reason: string;
  decidedAt: string;
  decidedBy: string;
  accounts: number;
  /** How many of them no later decision concerned: undoing it restores these. */
  standing: number;
}

/** Accounts that joined lately and have something in common. */
export interface JoinGroupView {
  /** What they have in common. */
  of: string;
  joins: number;
  addresses: number;
  excluded: number;
}

/** An account of such a group, without its e-mail address. */
export interface JoinedView {
  handle: string;
  joinedAt: string;
  addressKey: string;
  domain: string | null;
  isVerified: boolean;
  isExcluded: boolean;
  forecasts: number;
}

/** A person's disclosure of work for, shares in and contracts with the entrants. */
export interface DisclosureView {
  handle: string;
  isAuthor: boolean;
  isAdmin: boolean;
  /** Null until it is written. */
  text: Text | null;
  writtenAt: string | null;
}

/** An account as the admin pages shows it: nothing by which a person could be reached. */
export interface AdminAccountView {
  handle: string;
  joinedAt: string;
  isAuthor: boolean;
  isAdmin: boolean;
  excludedAt: string | null;
  /** Questions on which it has a standing forecast. */
  forecasts: number;
}
