// Forms as browsers send them, for the tests of reading and of balancing them.
import { type Typed, typedIn } from '../http/fields.ts';

export type Entry = [name: string, value: string | File];

/** Two of three, as in `final-3`. */
export const FIELD = { options: ['skt', 'upstage', 'lg'], seats: 2, isOfCompanies: true };

export const ID = '0b8f0f6e-53a1-4b0c-9a6e-0d9f3c1c7a11';

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const NUMBERS: Record<string, string> = { 'p.skt': '80', 'p.upstage': '80', 'p.lg': '40' };

export const PICKS: Entry[] = [
  ['mode', 'picks'],
  ['requestId', ID],
  ['pick', 'skt'],
  ['pick', 'upstage'],
  ['confidence', '80'],
];

export function formOf(entries: Iterable<Entry>): Typed {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return typedIn(data);
}

/** The fields of a good form by numbers, some of them replaced or (by null) left out. */
export function numbers(changed: Record<string, string | File | null> = {}, more: Entry[] = []): Typed {
  return formOf([...numberEntries(changed), ...more]);
}

export function numberEntries(changed: Record<string, string | File | null> = {}): Entry[] {
  const fields: Record<string, string | File | null> = { requestId: ID, ...NUMBERS, ...changed };
  return Object.entries(fields).filter((entry): entry is Entry => entry[1] !== null);
}

export function picks(changed: Entry[], without: string[] = changed.map(([name]) => name)): Typed {
  return formOf([...PICKS.filter(([name]) => !without.includes(name)), ...changed]);
}

export function fileOf(text: string): File {
  return new File([text], 'number.txt', { type: 'text/plain' });
}
