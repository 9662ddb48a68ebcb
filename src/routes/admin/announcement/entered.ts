// What an admin has entered of an announcement, with everything that follows from it.
import { error, fail, type RequestEvent } from '@sveltejs/kit';
import { kstMinute } from '#lib/kst.ts';
import {
  chosenByDefault,
  isChosen,
  planOf,
  readChosen,
  staysOpen,
} from '#lib/server/results/announcements/plan.ts';
import { readAnnouncement, withTime } from '#lib/server/results/announcements/form.ts';
import { propose } from '#lib/server/results/announcements/propose.ts';
import * as announcements from '#lib/server/results/announcements/service.ts';
import * as audit from '#lib/server/platform/audit/service.ts';
import type { Typed } from '#lib/server/http/fields.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { formState, typedBy } from '#lib/server/http/form.ts';
import type { Refusal } from '#lib/server/results/resolutions/http.ts';

const HIGHEST_ROUND = 999;

export type Entered = NonNullable<Awaited<ReturnType<typeof enter>>['entered']>;

export async function read(event: RequestEvent) {
  const { app, account } = event.locals;
  // The hook refuses it, too; checked twice, because a mistake there would open the admin's actions.
  if (!account?.isAdmin) error(404, { message: 'Not Found' });
  const typed = await typedBy(event);
  return { account, ...(await enter(app.db, typed)) };
}

/** Reads the form with what follows from it; `entered` is null where the announcement itself is invalid. */
async function enter(db: App.Locals['db'], given: Typed) {
  const form = new AdminFormReader(given);
  const number = form.integer('round', { min: 1, max: HIGHEST_ROUND });
  if (number === null || !form.isClean) return { form, entered: null };
  const facts = await announcements.factsOf(db, number);
  const announcement = readAnnouncement(form, facts);
  if (!form.isClean) return { form, entered: null };
  const proposal = propose(facts, announcement);
  const chosen = isChosen(form) ? readChosen(form, proposal) : chosenByDefault(proposal);
  const plan = planOf(facts, announcement, proposal, chosen);
  const typed = withTime(form.typed, announcement);
  const knownAt = kstMinute(announcement.knownAt);
  return { form, entered: { facts, proposal, chosen, plan, typed, knownAt } };
}

/** The preview: what follows from the announcement, and what publishing it would change. */
export async function previewOf(
  { locals }: RequestEvent,
  { facts, proposal, chosen, plan, knownAt }: Entered,
) {
  const changes = await locals.app.publisher.previewAll(plan.resolving, plan.closings);
  return { proposal, chosen, changes, knownAt, open: staysOpen(facts, chosen) };
}

/** The form again after a refusal, with a preview of the present state. Where it is outdated, it has now seen that state. */
export async function sendBack(event: RequestEvent, typed: Typed, refusal: Refusal) {
  const { db } = event.locals.app;
  const { status, errors, editConflicts, first } = refusal;
  const isOutdated = first !== null || editConflicts !== undefined;
  const kept = Object.entries(typed).filter(([name]) => !name.startsWith('version.'));
  const seen = { expectedVersion: [String(await audit.latestId(db))] };
  const { form, entered } = await enter(db, isOutdated ? { ...Object.fromEntries(kept), ...seen } : typed);
  const preview = entered && (await previewOf(event, entered).catch(() => null));
  return fail(status, {
    form: formState(form.typed, { ...form.errors, ...errors }, editConflicts),
    preview,
    first,
  });
}
