// Editions of the `final` question, compared with scores computed by hand: the last result resolves every edition, each
// with its own field and horizon.
import { expect, test } from 'vitest';
import { addEntrant } from '#lib/server/questions/contest/rounds.ts';
import { QuestionClosedError } from '#lib/server/platform/errors.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { type PlainScore, scoresByHand, worthOf } from '../vectors/plain-scores.ts';
import { startEdition, withMotif, withoutMotif } from './setup/editions.ts';
import { resultOf } from './setup/factories.ts';
import { replayFrom } from './setup/replay.ts';
import { accountsWhoseLinesDiffer } from './setup/results.ts';

const BEGIN = '2026-09-01T00:00:00+09:00';

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

/** An entry of a board over two questions. */
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
  await startEdition(site.at(2000), site.admin, 'final-3', 'final-3b', withMotif);
  await expect(site.place(2000, 'anna', 'final-3', [700, 700, 600])).rejects.toThrow(QuestionClosedError);
  await site.place(2000, 'cho', 'final-3b', [600, 600, 600, 200]);
  await site.place(2500, 'anna', 'final-3b', [300, 900, 300, 500]);
  await site.place(3000, 'ben', 'final-3b', [700, 700, 300, 300]);
  await site.place(3500, 'ben', 'final-3b', [100, 900, 100, 900]);
  // SKT, Upstage, LG, Motif: Upstage and Motif are the last two.
  const result = resultOf([false, true, false, true], site.timeAt(4000));
  expect(await site.publish(4001, 'final-3b', result, 0)).toEqual({ version: 1, editions: ['final-3'] });

  const knownAt = site.timeAt(4000);
  const published = { version: 1, knownAt, evidence: 1 };
  expect(await latest(site, 'final-3b')).toEqual({ ...published, survivors: ['upstage', 'motif'] });
  expect(await latest(site, 'final-3')).toEqual({ ...published, survivors: ['upstage'] });

  const ofFirst = (...permille: number[]) => worthOf(permille, [false, true, false], 2);
  const author = ofFirst(750, 750, 500);
  const annaFirst = ofFirst(800, 800, 400);
  const benFirst = ofFirst(500, 900, 600);
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

  const ofSecond = (...permille: number[]) => worthOf(permille, [false, true, false, true], 2);
  const cho = ofSecond(600, 600, 600, 200);
  const anna = ofSecond(300, 900, 300, 500);
  const ben = ofSecond(700, 700, 300, 300);
  const benLater = ofSecond(100, 900, 100, 900);
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
  // Results notify the forecasters of their edition, a new edition notifies everybody.
  const noticesOf = async (name: 'anna' | 'cho') =>
    (await notices.list(site.owner, site.ids[name], 10)).map(({ kind, slug }) => `${kind} ${slug}`).sort();
  expect(await noticesOf('anna')).toEqual(['new-edition final-3b', 'result final-3', 'result final-3b']);
  expect(await noticesOf('cho')).toEqual(['new-edition final-3b', 'result final-3b']);
});

test('a company that joined withdraws again: it is a no in the one edition that had it', async () => {
  const site = await begin();
  await site.place(100, 'anna', 'final-3', [900, 500, 600]);
  await startEdition(site.at(500), site.admin, 'final-3', 'final-3b', withMotif);
  await site.place(600, 'anna', 'final-3b', [600, 300, 400, 700]);
  await site.place(700, 'ben', 'final-3b', [800, 200, 700, 300]);
  await startEdition(site.at(1000), site.admin, 'final-3b', 'final-3c', withoutMotif);
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

  const ofThree = (...permille: number[]) => worthOf(permille, [true, false, true], 2);
  const author = ofThree(750, 750, 500);
  const annaFirst = ofThree(900, 500, 600);
  const first = scoresByHand<'anna' | 'author'>(500, [
    { hours: 100, standing: {}, outside: { author } },
    { hours: 400, standing: { anna: annaFirst }, outside: { author } },
  ]);
  expect(await site.scores('final-3', 1)).toEqual({
    anna: { ...first.anna, rank: 1 },
    author: { ...first.author, rank: null },
  });

  const ofFour = (...permille: number[]) => worthOf(permille, [true, false, true, false], 2);
  const anna = ofFour(600, 300, 400, 700);
  const ben = ofFour(800, 200, 700, 300);
  const second = scoresByHand<'anna' | 'ben'>(500, [
    { hours: 100, standing: {} },
    { hours: 100, standing: { anna } },
    { hours: 300, standing: { anna, ben } },
  ]);
  expect(await site.scores('final-3b', 1)).toEqual({
    anna: { ...second.anna, rank: 2 },
    ben: { ...second.ben, rank: 1 },
  });

  const benLast = ofThree(900, 200, 900);
  // Alone: no peer points, half the horizon covered.
  const last = scoresByHand<'ben'>(2000, [
    { hours: 1000, standing: {} },
    { hours: 1000, standing: { ben: benLast } },
  ]);
  expect(last.ben).toMatchObject({ peerMicro: 0, coverageMillionths: 500_000 });
  expect(await site.scores('final-3c', 1)).toEqual({ ben: { ...last.ben, rank: 1 } });
});
