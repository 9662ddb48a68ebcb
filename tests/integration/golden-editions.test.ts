// Editions of the `final` question, compared with scores computed by hand: the last result resolves every edition, each
// with its own field and horizon.
import { expect, test } from 'vitest';
import { addEntrant } from '#lib/server/contest/round-admin.ts';
import { QuestionClosedError } from '#lib/server/errors.ts';
import * as notices from '#lib/server/notices/service.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import { pointsOf, type PlainScore, scoresByHand } from '../vectors/plain-scores.ts';
import { goOn, MOTIF } from './setup/editions.ts';
import { resultOf } from './setup/factories.ts';
import { replayFrom } from './setup/replay.ts';
import { accountsWhoseLinesDiffer } from './setup/results.ts';

const { log: ln } = Math;
const BEGIN = '2026-09-01T00:00:00+09:00';

// Two of three: the even forecast gives each 2/3. Two of four: a half.
const ofThree = pointsOf(2, 3);
const ofFour = pointsOf(2, 4);

type Site = Awaited<ReturnType<typeof replayFrom<'anna' | 'ben' | 'cho' | 'dan'>>>;

function begin(): Promise<Site> {
  return replayFrom(BEGIN, ['anna', 'ben', 'cho', 'dan']);
}

async function latest(site: Site, slug: string) {
  const { id, options } = await resolutions.getResolvable(site.owner, slug);
  const versions = await resolutions.versions(site.owner, id);
  const { outcome, knownAt, version, evidenceUrls } = versions.at(-1)!;
  const survivors = options.filter((_, i) => outcome![i]).map((option) => option.slug);
  return { version, survivors, knownAt, evidence: evidenceUrls.length };
}

/** What somebody has on a board over two questions. */
function together(rank: number | null, first?: PlainScore, second?: PlainScore) {
  const scores = [first, second].filter((score) => score !== undefined);
  const sum = (value: (score: PlainScore) => number) =>
    scores.reduce((total, score) => total + value(score), 0);
  return {
    rank,
    peerMicro: sum(({ peerMicro }) => peerMicro),
    baselineMicro: sum(({ baselineMicro }) => baselineMicro),
    coverageMillionths: Math.round(sum(({ coverageMillionths }) => coverageMillionths) / 2),
    questions: scores.length,
  };
}

test('a wildcard joins mid-contest: the last result also resolves the earlier edition, with its own horizon', async () => {
  const site = await begin();
  await site.place(500, 'anna', 'final-3', [800, 800, 400]);
  await site.place(1000, 'ben', 'final-3', [500, 900, 600]);
  const wildcard = { entry: 'wildcard' as const, enteredOn: '2026-11-23', model: null };
  const nothing = { modelParamsKo: null, modelParamsEn: null };
  await addEntrant(site.at(2000), { accountId: site.admin }, 3, 'motif', { ...wildcard, ...nothing });
  await goOn(site, 2000, 'final-3', 'final-3b', (field) => [...field, MOTIF]);
  await expect(site.place(2000, 'anna', 'final-3', [700, 700, 600])).rejects.toThrow(QuestionClosedError);
  await site.place(2000, 'cho', 'final-3b', [600, 600, 600, 200]);
  await site.place(2500, 'anna', 'final-3b', [300, 900, 300, 500]);
  await site.place(3000, 'ben', 'final-3b', [700, 700, 300, 300]);
  await site.place(3500, 'ben', 'final-3b', [100, 900, 100, 900]);
  // SKT, Upstage, LG, Motif: Upstage and Motif are the last two.
  const result = resultOf([false, true, false, true], site.timeAt(4000));
  expect(await site.publish(4001, 'final-3b', result, 0)).toEqual({ version: 1, editions: ['final-3'] });

  const knownAt = site.timeAt(4000);
  expect(await latest(site, 'final-3b')).toEqual({
    version: 1,
    survivors: ['upstage', 'motif'],
    knownAt,
    evidence: 1,
  });
  expect(await latest(site, 'final-3')).toEqual({ version: 1, survivors: ['upstage'], knownAt, evidence: 1 });

  // The first edition: SKT no, Upstage yes, LG no.
  const third = 1 / 3;
  const author = {
    points: ofThree(ln(0.25 / third) + ln(0.75 / (2 * third)) + ln(0.5 / third)),
    error: (0.75 ** 2 + 0.25 ** 2 + 0.5 ** 2) / 3,
  };
  const annaFirst = {
    points: ofThree(ln(0.2 / third) + ln(0.8 / (2 * third)) + ln(0.6 / third)),
    error: (0.8 ** 2 + 0.2 ** 2 + 0.4 ** 2) / 3,
  };
  const benFirst = {
    points: ofThree(ln(0.5 / third) + ln(0.9 / (2 * third)) + ln(0.4 / third)),
    error: (0.5 ** 2 + 0.1 ** 2 + 0.6 ** 2) / 3,
  };
  const first = scoresByHand<'anna' | 'ben' | 'author'>(2000, [
    { hours: 500, standing: {}, outside: { author } },
    { hours: 500, standing: { anna: annaFirst }, outside: { author } },
    { hours: 1000, standing: { anna: annaFirst, ben: benFirst }, outside: { author } },
  ]);
  expect(await site.scores('final-3', 1)).toEqual({
    anna: { ...first.anna, rank: 2 },
    author: { ...first.author, rank: null },
    ben: { ...first.ben, rank: 1 },
  });

  // The second: SKT no, Upstage yes, LG no, Motif yes.
  const cho = {
    points: ofFour(ln(0.4 / 0.5) + ln(0.6 / 0.5) + ln(0.4 / 0.5) + ln(0.2 / 0.5)),
    error: (0.6 ** 2 + 0.4 ** 2 + 0.6 ** 2 + 0.8 ** 2) / 4,
  };
  const anna = {
    points: ofFour(ln(0.7 / 0.5) + ln(0.9 / 0.5) + ln(0.7 / 0.5) + ln(0.5 / 0.5)),
    error: (0.3 ** 2 + 0.1 ** 2 + 0.3 ** 2 + 0.5 ** 2) / 4,
  };
  const ben = {
    points: ofFour(ln(0.3 / 0.5) + ln(0.7 / 0.5) + ln(0.7 / 0.5) + ln(0.3 / 0.5)),
    error: (0.7 ** 2 + 0.3 ** 2 + 0.3 ** 2 + 0.7 ** 2) / 4,
  };
  const benLater = { points: ofFour(4 * ln(0.9 / 0.5)), error: 0.1 ** 2 };
  const second = scoresByHand<'anna' | 'ben' | 'cho'>(2000, [
    { hours: 500, standing: { cho } },
    { hours: 500, standing: { cho, anna } },
    { hours: 500, standing: { cho, anna, ben } },
    { hours: 500, standing: { cho, anna, ben: benLater } },
  ]);
  expect(await site.scores('final-3b', 1)).toEqual({
    anna: { ...second.anna, rank: 1 },
    ben: { ...second.ben, rank: 2 },
    cho: { ...second.cho, rank: 3 },
  });

  const entries = {
    anna: together(2, first.anna, second.anna),
    author: together(null, first.author),
    ben: together(1, first.ben, second.ben),
    cho: together(3, second.cho),
  };
  for (const kind of ['all', 'final'] as const) {
    expect(await site.board(kind)).toEqual({ edition: 1, ranked: 3, questions: 2, entries });
  }
  for (const slug of ['final-3', 'final-3b']) {
    expect(await accountsWhoseLinesDiffer(site.owner, slug, 1)).toEqual([]);
  }
  const told = await notices.list(site.owner, site.ids.anna, 10);
  expect(told.map(({ kind, slug }) => [kind, slug])).toEqual(
    expect.arrayContaining([
      ['new-edition', 'final-3b'],
      ['result', 'final-3'],
      ['result', 'final-3b'],
    ]),
  );
  expect(told).toHaveLength(3);
  // Of the result hears whoever forecast on that edition; of the new edition everybody.
  const choHears = (await notices.list(site.owner, site.ids.cho, 10)).map(({ kind, slug }) => [kind, slug]);
  expect(choHears).toEqual([
    ['result', 'final-3b'],
    ['new-edition', 'final-3b'],
  ]);
});

test('a company that joined withdraws again: it is a no in the one edition that had it', async () => {
  const site = await begin();
  await site.place(100, 'anna', 'final-3', [900, 500, 600]);
  await goOn(site, 500, 'final-3', 'final-3b', (field) => [...field, MOTIF]);
  await site.place(600, 'anna', 'final-3b', [600, 300, 400, 700]);
  await site.place(700, 'ben', 'final-3b', [800, 200, 700, 300]);
  await goOn(site, 1000, 'final-3b', 'final-3c', (field) => field.filter(({ slug }) => slug !== 'motif'));
  await site.place(2000, 'ben', 'final-3c', [900, 200, 900]);
  const result = resultOf([true, false, true], site.timeAt(3000));
  expect(await site.publish(3001, 'final-3c', result, 0)).toEqual({
    version: 1,
    editions: ['final-3', 'final-3b'],
  });
  for (const slug of ['final-3', 'final-3b', 'final-3c']) {
    expect(await latest(site, slug)).toMatchObject({ version: 1, survivors: ['skt', 'lg'] });
    expect(await accountsWhoseLinesDiffer(site.owner, slug, 1)).toEqual([]);
  }

  const third = 1 / 3;
  // SKT yes, Upstage no, LG yes, and the author said 75, 75 and 50 %.
  const author = {
    points: ofThree(ln(0.75 / (2 * third)) + ln(0.25 / third) + ln(0.5 / (2 * third))),
    error: (0.25 ** 2 + 0.75 ** 2 + 0.5 ** 2) / 3,
  };
  const annaFirst = {
    points: ofThree(ln(0.9 / (2 * third)) + ln(0.5 / third) + ln(0.6 / (2 * third))),
    error: (0.1 ** 2 + 0.5 ** 2 + 0.4 ** 2) / 3,
  };
  const first = scoresByHand<'anna' | 'author'>(500, [
    { hours: 100, standing: {}, outside: { author } },
    { hours: 400, standing: { anna: annaFirst }, outside: { author } },
  ]);
  expect(await site.scores('final-3', 1)).toEqual({
    anna: { ...first.anna, rank: 1 },
    author: { ...first.author, rank: null },
  });

  const anna = {
    points: ofFour(ln(0.6 / 0.5) + ln(0.7 / 0.5) + ln(0.4 / 0.5) + ln(0.3 / 0.5)),
    error: (0.4 ** 2 + 0.3 ** 2 + 0.6 ** 2 + 0.7 ** 2) / 4,
  };
  const ben = {
    points: ofFour(ln(0.8 / 0.5) + ln(0.8 / 0.5) + ln(0.7 / 0.5) + ln(0.7 / 0.5)),
    error: (2 * 0.2 ** 2 + 2 * 0.3 ** 2) / 4,
  };
  const second = scoresByHand<'anna' | 'ben'>(500, [
    { hours: 100, standing: {} },
    { hours: 100, standing: { anna } },
    { hours: 300, standing: { anna, ben } },
  ]);
  expect(await site.scores('final-3b', 1)).toEqual({
    anna: { ...second.anna, rank: 2 },
    ben: { ...second.ben, rank: 1 },
  });

  const benLast = {
    points: ofThree(2 * ln(0.9 / (2 * third)) + ln(0.8 / third)),
    error: (2 * 0.1 ** 2 + 0.2 ** 2) / 3,
  };
  // Alone he beats nobody: no peer points, half the time covered.
  const last = scoresByHand<'ben'>(2000, [
    { hours: 1000, standing: {} },
    { hours: 1000, standing: { ben: benLast } },
  ]);
  expect(last.ben).toMatchObject({ peerMicro: 0, coverageMillionths: 500_000 });
  expect(await site.scores('final-3c', 1)).toEqual({ ben: { ...last.ben, rank: 1 } });
});

test('an annulled edition stays annulled when the last result comes, and one with the same outcome gets no version', async () => {
  const site = await begin();
  await site.place(100, 'anna', 'final-3', [900, 500, 600]);
  await goOn(site, 500, 'final-3', 'final-3b', (field) => [...field, MOTIF]);
  await site.place(600, 'anna', 'final-3b', [600, 300, 400, 700]);
  await goOn(site, 1000, 'final-3b', 'final-3c', (field) => field.filter(({ slug }) => slug !== 'motif'));
  await site.publish(1500, 'final-3b', { result: null, evidence: [], note: '물어볼 것이 없어졌어요' }, 0);
  const result = resultOf([true, false, true], site.timeAt(3000));
  expect((await site.publish(3001, 'final-3c', result, 0)).editions).toEqual(['final-3']);
  expect(await site.scores('final-3b', 1)).toEqual({});
  expect((await site.board('all'))!).toMatchObject({ questions: 2 });
  // More evidence for the same: the last edition gets a version, the others say it already.
  const again = { ...result, note: '공식 자료를 더했어요' };
  expect(await site.publish(3002, 'final-3c', again, 1)).toEqual({ version: 2, editions: [] });
  expect(await latest(site, 'final-3')).toMatchObject({ version: 1 });
});
