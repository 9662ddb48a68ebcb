import { readEntrant, readRound, readSeats } from '#lib/server/contest/admin-forms.ts';
import * as admin from '#lib/server/contest/round-admin.ts';
import { type AdminActor, runAdminAction } from '#lib/server/http/admin-action.ts';
import type { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { isSlug } from '#lib/server/slug.ts';
import type { RequestEvent } from './$types';
import { roundNumber } from './round-number.ts';

type Db = Parameters<typeof admin.editRound>[0];

export const actionsOf = {
  facts: (event: RequestEvent) => run(event, 'facts', readRound, admin.editRound),
  seats: (event: RequestEvent) =>
    run(
      event,
      'seats',
      (form) => {
        form.reason();
        return readSeats(form);
      },
      admin.announceSeats,
    ),
  enter: (event: RequestEvent) =>
    run(
      event,
      'enter',
      (form) => ({ company: form.slug('company'), facts: readEntrant(form) }),
      (db, by, number, { company, facts }) => admin.addEntrant(db, by, number, company, facts),
    ),
  entrant: (event: RequestEvent) =>
    run(event, `entrant.${named(event)}`, readEntrant, (db, by, number, facts) =>
      admin.editEntrant(db, by, number, named(event), facts),
    ),
  remove: (event: RequestEvent) =>
    run(
      event,
      `remove.${named(event)}`,
      (form) => form.reason(),
      (db, by, number) => admin.removeEntrant(db, by, number, named(event)),
    ),
};

/** The company in the query of an action's address. */
function named(event: RequestEvent): string {
  const company = event.url.searchParams.get('company') ?? '';
  return isSlug(company) ? company : '';
}

/** Runs one of the page's forms on its round, and returns to the page. */
function run<T>(
  event: RequestEvent,
  at: string,
  read: (form: AdminFormReader) => T,
  change: (db: Db, by: AdminActor, number: number, input: T) => Promise<unknown>,
) {
  const number = roundNumber(event.params);
  return runAdminAction(event, {
    at,
    read,
    change: async (db, by, input) => {
      await change(db, by, number, input);
      return `/admin/rounds/${number}`;
    },
  });
}
