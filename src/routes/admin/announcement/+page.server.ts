import { fail, redirect } from '@sveltejs/kit';
import { isChosen, seenVersions } from '#lib/server/results/announcements/plan.ts';
import { REASON_CHOICES, REASONS } from '#lib/server/results/announcements/announcement.ts';
import * as announcements from '#lib/server/results/announcements/service.ts';
import * as rounds from '#lib/server/questions/contest/rounds.ts';
import * as scores from '#lib/server/questions/contest/scores.ts';
import { runAdminAction } from '#lib/server/http/admin-action.ts';
import { setFlash } from '#lib/server/http/cookies.ts';
import { formState } from '#lib/server/http/form.ts';
import { findUnpublished, refusedBy, runPublication } from '#lib/server/results/resolutions/http.ts';
import { type Entered, previewOf, read, sendBack } from './entered.ts';
import { scoresForm } from './scores-form.ts';
import { startOf } from './start.ts';
import type { Actions, PageServerLoad } from './$types';

const HIGHEST_AUDIT_ID = 999_999_999;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db } = locals.app;
  const number = await roundOf(db, url);
  const [facts, entrants, all] = await Promise.all([
    announcements.factsOf(db, number),
    rounds.listEntrants(db, number),
    rounds.listRounds(db),
  ]);
  const { resultOn } = facts.round;
  const start = startOf(facts, entrants, resultOn && (await announcements.resultUrl(db, number, resultOn)));
  const items = await scores.listItems(db, number);
  return {
    round: facts.round,
    rounds: all.map(({ number: each, titleKo }) => ({ number: each, titleKo })),
    entrants: facts.entrants,
    reasons: REASON_CHOICES.map((value) => ({
      value,
      label: value === 'other' ? '직접 쓰기' : REASONS[value].label,
    })),
    start,
    unpublished: await findUnpublished(locals, url, ({ announcedRound }) => announcedRound !== null),
    scoresForms:
      resultOn !== null && items.length > 0
        ? [scoresForm(number, items, facts.entrants, start['url']?.[0] ?? '')]
        : [],
    results: facts.questions
      .filter(({ round, version }) => round === number && version !== null)
      .map(({ slug, title }) => ({ slug, title })),
  };
};

/** The round of the query, else the current one. */
async function roundOf(db: App.Locals['db'], url: URL): Promise<number> {
  const asked = url.searchParams.get('round') ?? '';
  return /^\d{1,3}$/.test(asked) ? Number(asked) : announcements.currentRound(db);
}

export const actions: Actions = {
  preview: async (event) => {
    const { form, entered } = await read(event);
    if (!entered) return fail(400, { form: formState(form.typed, form.errors), preview: null, first: null });
    const state = formState(entered.typed, form.errors);
    try {
      const preview = await previewOf(event, entered);
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
    const seen = form.integer('expectedVersion', { min: 0, max: HIGHEST_AUDIT_ID, required: false });
    try {
      await announcements.refuseConflicts(event.locals.app.db, facts, seenVersions(form));
    } catch (cause) {
      return sendBack(event, typed, refusedBy(event, cause, 0));
    }
    if (!form.isClean || !isChosen(form)) {
      const preview = await previewOf(event, entered);
      return fail(400, { form: formState(typed, form.errors), preview, first: null });
    }
    const by = { accountId: account.id, ...(seen !== null && { expectedVersion: seen }) };
    const refusal = await runPublication(event, typed, publishingOf(entered, account.id), (progress) =>
      event.locals.app.publisher.announce(by, plan, progress),
    );
    if (refusal) return sendBack(event, typed, refusal);
    setFlash(event.cookies, event.locals.app, 'saved');
    redirect(303, `/admin/announcement?round=${plan.round}`);
  },
  scores: async (event) => {
    const { db } = event.locals.app;
    const round = await roundOf(db, event.url);
    const [items, entrants] = await Promise.all([
      scores.listItems(db, round),
      rounds.listEntrants(db, round),
    ]);
    const companies = entrants.map(({ companySlug }) => companySlug);
    return runAdminAction(event, {
      read: (form) => scores.readScores(form, items, companies),
      change: async (on, by, entered) => {
        await scores.save(on, by, round, entered);
        return `/admin/announcement?round=${round}`;
      },
    });
  },
};

/** The first question that it resolves stands for all. */
function publishingOf({ facts, plan }: Entered, accountId: number) {
  const [main] = plan.resolving;
  const question = facts.questions.find(({ slug }) => slug === main?.slug);
  if (!main || !question) return null;
  const { slug, expectedVersion } = main;
  return {
    slug,
    questionId: question.id,
    accountId,
    expectedVersion,
    isAnnulment: false,
    announcedRound: plan.round,
  };
}
