import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { kstMinute } from '#lib/kst.ts';
import {
  chosenByDefault,
  isChosen,
  readAnnouncement,
  readChosen,
  seenVersions,
  staysOpen,
  withTime,
} from '#lib/server/announcements/form.ts';
import { planOf } from '#lib/server/announcements/plan.ts';
import { propose } from '#lib/server/announcements/propose.ts';
import { REASON_CHOICES, REASONS } from '#lib/server/announcements/reasons.ts';
import * as announcements from '#lib/server/announcements/service.ts';
import * as audit from '#lib/server/audit/service.ts';
import * as rounds from '#lib/server/contest/round-admin.ts';
import * as scores from '#lib/server/contest/scores.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import type { Typed } from '#lib/server/form.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { refusalOf } from '#lib/server/http/errors.ts';
import { formState, typedBy } from '#lib/server/http/form.ts';
import { type Refusal, refusedBy, runPublication } from '#lib/server/http/publication.ts';
import { requireFresh } from '#lib/server/http/require-fresh.ts';
import { shareProgress } from '#lib/server/resolutions/progress.ts';
import { startOf } from './start.ts';
import { unpublished } from './unpublished.ts';
import type { Actions, PageServerLoad } from './$types';

const HIGHEST_ROUND = 999;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db } = locals.app;
  const asked = url.searchParams.get('round') ?? '';
  const number = /^\d{1,3}$/.test(asked) ? Number(asked) : await announcements.currentRound(db);
  const [facts, entrants, all] = await Promise.all([
    announcements.factsOf(db, number),
    rounds.listEntrants(db, number),
    rounds.listRounds(db),
  ]);
  const { resultOn } = facts.round;
  return {
    round: facts.round,
    rounds: all.map(({ number: each, titleKo }) => ({ number: each, titleKo })),
    entrants: facts.entrants,
    reasons: REASON_CHOICES.map((value) => ({
      value,
      label: value === 'other' ? '직접 쓰기' : REASONS[value].label,
    })),
    start: startOf(facts, entrants, resultOn && (await announcements.resultUrl(db, number, resultOn))),
    unpublished: await unpublished(locals, url),
    items: await itemsOf(db, number),
    results: facts.questions
      .filter(({ round, version }) => round === number && version !== null)
      .map(({ slug, title }) => ({ slug, title })),
  };
};

/** Items of which scores may have been published, as the form shows them. */
async function itemsOf(db: App.Locals['db'], round: number) {
  const items = await scores.listItems(db, round);
  return items.map(
    ({ item, labelKo, maxPoints, best, bestHundredths, averageHundredths, gapHundredths }) => ({
      ...{ item, label: labelKo, max: maxPoints, best },
      points: {
        best: scores.pointsOf(bestHundredths),
        average: scores.pointsOf(averageHundredths),
        gap: scores.pointsOf(gapHundredths),
      },
    }),
  );
}

async function read(event: RequestEvent) {
  const { app, account } = event.locals;
  // The hook refuses it, too; checked twice, because a mistake there would open the admin's actions.
  if (!account?.isAdmin) error(404, { message: 'Not Found' });
  const typed = await typedBy(event);
  return { account, ...(await enter(app.db, typed)) };
}

/** Reads the form with what follows from it; `entered` is null where what became known is not right. */
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

type Entered = NonNullable<Awaited<ReturnType<typeof enter>>['entered']>;

/** The second step: what follows from the announcement, and what publishing it would change. */
async function shown(event: RequestEvent, { facts, proposal, chosen, plan, knownAt }: Entered) {
  const changes = await event.locals.app.publisher.previewAll(plan.resolving);
  return { proposal, chosen, changes, knownAt, open: staysOpen(facts, chosen) };
}

export const actions: Actions = {
  preview: async (event) => {
    const { form, entered } = await read(event);
    if (!entered) return fail(400, { form: formState(form.typed, form.errors), preview: null, first: null });
    const state = formState(entered.typed, form.errors);
    try {
      const preview = await shown(event, entered);
      const answer = { form: state, preview, first: null };
      return form.isClean ? answer : fail(400, answer);
    } catch (cause) {
      const { status, errors, first } = refusedBy(event, cause, 0);
      return fail(status, { form: formState(entered.typed, errors), preview: null, first });
    }
  },
  publish: async (event) => {
    const { form, account, entered } = await read(event);
    if (!entered) return fail(400, { form: formState(form.typed, form.errors), preview: null, first: null });
    const { facts, plan, typed } = entered;
    try {
      await announcements.refuseConflicts(event.locals.app.db, facts, seenVersions(form));
    } catch (cause) {
      return sendBack(event, typed, refusedBy(event, cause, 0));
    }
    if (!form.isClean || !isChosen(form)) {
      const preview = await shown(event, entered);
      return fail(400, { form: formState(typed, form.errors), preview, first: null });
    }
    try {
      await requireFresh(event, form.typed);
    } catch (cause) {
      const refusal = refusalOf(event, cause);
      const preview = await shown(event, entered);
      return fail(refusal.status, { form: formState(typed, refusal.errors), preview, first: null });
    }
    const seen = form.integer('expectedVersion', { min: 0, max: 999_999_999, required: false });
    const by = { accountId: account.id, ...(seen !== null && { expectedVersion: seen }) };
    const refusal = await publish(event, entered, (progress) =>
      event.locals.app.publisher.announce(by, plan, progress),
    );
    if (refusal) return sendBack(event, typed, refusal);
    setFlash(event.cookies, event.locals.app, 'saved');
    redirect(303, `/admin/announcement?round=${plan.round}`);
  },
  scores: async (event) => {
    const { db } = event.locals.app;
    const round = Number(event.url.searchParams.get('round')) || (await announcements.currentRound(db));
    const [items, entrants] = await Promise.all([
      scores.listItems(db, round),
      rounds.listEntrants(db, round),
    ]);
    const companies = entrants.map(({ companySlug }) => companySlug);
    return runAdminAction(event, {
      at: 'scores',
      read: (form) => scores.readScores(form, items, companies),
      change: async (on, by, entered) => {
        await scores.save(on, by, round, entered);
        return `/admin/announcement?round=${round}`;
      },
    });
  },
};

/** The form with what follows from it now, after what others have published. */
async function sendBack(event: RequestEvent, typed: Typed, refusal: Refusal) {
  const { db } = event.locals.app;
  const { status, errors, editConflicts, first } = refusal;
  const kept = Object.entries(typed).filter(([name]) => !name.startsWith('version.'));
  const seen = { expectedVersion: [String(await audit.latestId(db))] };
  const { form, entered } = await enter(db, { ...Object.fromEntries(kept), ...seen });
  const preview = entered && (await shown(event, entered).catch(() => null));
  return fail(status, {
    form: formState(form.typed, { ...form.errors, ...errors }, editConflicts),
    preview,
    first,
  });
}

/** @returns why nothing was published, or null */
async function publish(
  event: RequestEvent,
  { facts, plan, typed }: Entered,
  start: (progress: SharedArrayBuffer) => Promise<unknown>,
) {
  const { app, account } = event.locals;
  const [main] = plan.resolving;
  const question = main && facts.questions.find(({ slug }) => slug === main.slug);
  if (!question) {
    try {
      await start(shareProgress());
      await app.keeper.poll();
      return null;
    } catch (cause) {
      return refusedBy(event, cause, 0);
    }
  }
  const publication = {
    ...{ questionId: question.id, accountId: account!.id, expectedVersion: main.expectedVersion },
    ...{ typed: formState(typed).typed, isAnnulment: false, announcedRound: plan.round },
  };
  const outcome = await runPublication(event, publication, start);
  if (outcome && 'id' in outcome)
    redirect(303, `/admin/questions/${question.slug}/resolve/progress/${outcome.id}`);
  return outcome;
}
