import * as admin from '#lib/server/contest/admin.ts';
import type { RowView } from '#lib/types/admin-form.ts';
import type { PageServerLoad } from './$types';
import { labelOf } from './kinds.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const events = await admin.listEvents(locals.app.db);
  const rows = events.map((event): RowView => ({
    href: `/admin/events/${event.slug}`,
    title: event.titleKo,
    on: event.happenedOn,
    clock: event.happenedTime,
    about: [labelOf(event.kind), event.hiddenAt && '숨긴 소식'].filter(Boolean).join(' · '),
  }));
  return { rows };
};
