import { firstRound } from './round-1.ts';
import { secondRound } from './round-2.ts';
import { thirdRound } from './round-3.ts';
import type { Round } from './types.ts';

export const rounds: Round[] = [firstRound, secondRound, thirdRound];
