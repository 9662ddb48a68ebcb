// A worker for tests: each job names what it does.
import { setTimeout } from 'node:timers/promises';
import { ResolutionConflictError } from '../errors.ts';
import { serve } from './thread.ts';

export type FixtureJob = 'bytes' | 'conflict' | 'text' | 'never' | 'exit';

export const PUBLISHED_AT = new Date('2026-09-01T00:00:00Z');

export const handle = serve(
  async (job: FixtureJob) => {
    if (job === 'conflict') throw new ResolutionConflictError(3, 'mina', PUBLISHED_AT);
    if (job === 'text') throw 'no error at all';
    if (job === 'exit') process.exit(1);
    if (job === 'never') await setTimeout(2 ** 31 - 1);
    return new Uint8Array([1, 2, 3]);
  },
  ({ buffer }) => [buffer],
);
