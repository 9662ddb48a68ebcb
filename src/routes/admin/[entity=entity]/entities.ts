import { companies } from './companies.ts';
import { events } from './events.ts';
import { rounds } from './rounds.ts';

/** The entities by their addresses; entrants are below their round. */
export const ENTITIES = { companies, events, rounds };
