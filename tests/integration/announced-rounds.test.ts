// What an announcement does to its round, its entrants and the next one.
import { describe, expect, test } from 'vitest';
import * as audit from '#lib/server/platform/audit/service.ts';
import * as scores from '#lib/server/questions/contest/scores.ts';
import * as rounds from '#lib/server/questions/contest/rounds.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { contestOn } from './setup/catalogue.ts';
import { noticesOf } from './setup/question-admin.ts';
import { IN, OUT, setUpAnnouncements, URL } from './setup/announcements.ts';

describe('an announcement', () => {
  test('with three survivors of two seats opens the next round and drafts the next edition', async () => {
    const { db, admin, at, enter, publish, entrants, outcomeOf } = await setUpAnnouncements();
    const { proposal, plan } = await enter({ ...IN('skt'), ...IN('upstage'), ...IN('lg'), nextSeats: ['2'] });
    expect(proposal.edition).toEqual({
      follows: 'final-3',
      slug: 'final-4',
      round: 4,
      entrants: ['lg', 'skt', 'upstage'],
      seats: 2,
    });
    await publish(plan);
    expect(await outcomeOf('final-3')).toEqual([true, true, true]);
    expect(await outcomeOf('count-3')).toEqual([false, false, true, false]);
    expect((await contestOn(db)).rounds[3]).toMatchObject({ number: 4, announcedSeats: 2 });
    expect(await entrants(4)).toEqual({ lg: null, skt: null, upstage: null });
    const { draft, isDraft } = await questionAdmin.get(db, 'final-4');
    expect({ isDraft, round: draft.round, seats: draft.seats }).toEqual({
      isDraft: true,
      round: 4,
      seats: 2,
    });
    await drafts.open(at(4), { accountId: admin }, 'final-4');
    expect(await noticesOf(db, 'final-4')).toEqual(['new-edition']);
    // The result of another round does not decide this one again.
    const next = await resolutions.getResolvable(db, 'final-4');
    const known = new Date(Date.now() + 4.5 * 3_600_000);
    const outcome = next.options.map(({ slug }) => slug === 'skt');
    const decision = {
      result: { outcome, knownAt: known },
      evidence: [{ url: URL, publishedAt: known }],
      note: '',
    };
    expect((await resolutions.publish(at(6), admin, 'final-4', decision, 0)).editions).toEqual([]);
  });

  test('takes a late entrant and a disqualification', async () => {
    const { db, admin, enter, publish, entrants } = await setUpAnnouncements();
    await rounds.addEntrant(db, { accountId: admin }, 3, 'motif', {
      entry: 'wildcard',
      enteredOn: null,
      model: null,
      modelParamsKo: null,
      modelParamsEn: null,
    });
    const { plan, proposal } = await enter({
      ...IN('motif'),
      ...IN('skt'),
      ...OUT,
      'out.upstage': ['out'],
      'why.upstage': ['disqualified'],
      'whyKo.upstage': ['남의 가중치를 썼어요.'],
    });
    // The final question had no such option: what is asked stays as it was.
    expect(proposal.questions[0]).toMatchObject({ slug: 'final-3', outcome: [true, false, false] });
    await publish(plan);
    expect(await entrants()).toEqual({
      lg: 'eliminated',
      skt: 'advanced',
      upstage: 'eliminated',
      motif: 'advanced',
    });
    const round = (await contestOn(db)).rounds[2];
    expect(round?.entrants.find(({ company }) => company === 'upstage')).toMatchObject({
      reason: { ko: '남의 가중치를 썼어요.', en: 'Was disqualified from the evaluation.' },
      shortReason: { ko: '실격' },
    });
  });

  test('decides entrants, who then neither leave nor enter the round', async () => {
    const { db, admin, enter, publish } = await setUpAnnouncements();
    const by = { accountId: admin };
    await rounds.removeEntrant(db, by, 3, 'lg');
    await publish((await enter({ ...IN('skt'), ...IN('upstage') })).plan);
    const refused = { field: 'form', error: 'not-possible-now', status: 409 };
    await expect(rounds.removeEntrant(db, by, 3, 'skt')).rejects.toMatchObject(refused);
    const facts = { enteredOn: null, model: null, modelParamsKo: null, modelParamsEn: null };
    const late = rounds.addEntrant(db, by, 3, 'lg', { entry: 'carried', ...facts });
    await expect(late).rejects.toMatchObject(refused);
  });

  test('is followed by the scores that are published later, item by item', async () => {
    const { db, admin, then, enter, publish } = await setUpAnnouncements();
    await publish((await enter()).plan);
    const items = await scores.listItems(db, 3);
    expect(items.map(({ item }) => item)).toContain('benchmark/aaii');
    const read = (typed: Record<string, string[]>) => {
      const form = new AdminFormReader({ source: [URL], ...typed });
      return { form, entered: scores.readScores(form, items, ['lg', 'skt', 'upstage']) };
    };
    const wrong = read({ 'best.expert': ['35.1'], 'average.user': ['a lot'], 'who.user': ['motif'] });
    expect(wrong.form.errors).toEqual({
      'best.expert': { code: 'out-of-range' },
      'average.user': { code: 'not-a-number' },
      'who.user': { code: 'unknown-choice' },
    });
    const { form, entered } = read({
      'best.expert': ['30.5'],
      'average.expert': ['28'],
      'who.expert': ['lg'],
    });
    expect(form.isClean).toBe(true);
    await scores.save(then, { accountId: admin }, 3, entered);
    const shown = async () => (await contestOn(db)).rounds[2]?.publishedScores;
    expect(await shown()).toMatchObject([
      { item: 'expert', best: ['lg'], bestHundredths: 3050, averageHundredths: 2800, source: URL },
    ]);
    expect((await audit.list(db, 1))[0]).toMatchObject({ subject: 'published_score', rowKey: '3/expert' });
    await scores.save(then, { accountId: admin }, 3, read({}).entered);
    expect(await shown()).toEqual([]);
    // Once a round has scores, its own items are those that can be corrected.
    const own = await scores.listItems(db, 3);
    expect(own.map(({ item }) => item)).toContain('user');
  });
});
