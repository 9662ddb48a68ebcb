// The JSON API, the event stream and the health check.
import { COUNTS } from './setup/crowd.ts';
import { openStream } from './setup/live.ts';
import { postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const TEXT = { ko: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) };
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

interface Expected {
  slug: string;
  kind: string;
  round: number | null;
  seats: number;
  scored: boolean;
  closesAt: string | null;
  options: string[];
  author: Record<string, number> | null;
}

const QUESTIONS: Expected[] = [
  {
    slug: 'final-3',
    kind: 'final',
    round: 3,
    seats: 2,
    scored: true,
    closesAt: null,
    options: ['skt', 'upstage', 'lg'],
    author: { skt: 750, upstage: 750, lg: 500 },
  },
  {
    slug: 'count-3',
    kind: 'side',
    round: 3,
    seats: 1,
    scored: true,
    closesAt: '2027-06-30T15:00:00.000Z',
    options: ['one-or-none', 'two', 'three', 'no-result'],
    author: null,
  },
  {
    slug: 'scenario',
    kind: 'scenario',
    round: null,
    seats: 1,
    scored: false,
    closesAt: null,
    options: ['ecosystem', 'partnership', 'setback'],
    author: { ecosystem: 700, partnership: 200, setback: 100 },
  },
];

/** Permille by option, with the sum that it must have; null while nobody has forecast. */
function expectOdds(permille: Record<string, number> | null, { options, seats }: Expected): void {
  if (permille === null) return;
  expect(Object.keys(permille)).toEqual(options);
  expect(Object.values(permille).reduce((sum, value) => sum + value, 0)).toBe(1000 * seats);
  for (const value of Object.values(permille))
    expect(Number.isInteger(value) && value >= 1 && value <= 999).toBe(true);
}

for (const expected of QUESTIONS) {
  const { slug, options, author, ...rest } = expected;

  test(`${slug} has its field, rules, crowd, author and phase`, async ({ request }) => {
    const response = await request.get(`/api/v1/questions/${slug}`);
    expect(response.status()).toBe(200);
    expect(response.headers()['content-type']).toContain('application/json');
    const question = await response.json();
    expect(question).toEqual({
      slug,
      ...rest,
      title: TEXT,
      lead: TEXT,
      rules: expect.any(Array),
      officialSource: slug === 'scenario' ? null : expect.stringMatching(/^https:\/\//),
      options: options.map((option) => ({
        slug: option,
        label: TEXT,
        company: slug === 'final-3' ? option : null,
      })),
      phase: 'open',
      opensAt: INSTANT,
      endsBy: slug === 'final-3' ? '2027-12-31T15:00:00.000Z' : null,
      resolution: null,
      crowd: expect.any(Object),
      author: author && { permille: author, madeAt: INSTANT, carriedOver: true },
    });
    expect(question.rules.length).toBeGreaterThan(1);
    for (const rule of question.rules) expect(rule).toEqual(TEXT);
    expectOdds(question.crowd.permille, expected);
  });

  test(`the crowd of ${slug} is odds, a count, a time and a version`, async ({ request }) => {
    const crowd = await (await request.get(`/api/v1/questions/${slug}/crowd`)).json();
    expect(Object.keys(crowd).toSorted()).toEqual(['at', 'forecasters', 'permille', 'version']);
    expect(crowd.at).toEqual(INSTANT);
    expect(Number.isInteger(crowd.version)).toBe(true);
    expect(crowd.permille === null).toBe(crowd.forecasters === 0);
    expectOdds(crowd.permille, expected);
  });
}

test('the list has the same data as each question’s endpoint', async ({ request }) => {
  const { questions } = await (await request.get('/api/v1/questions')).json();
  expect(questions.map(({ slug }: { slug: string }) => slug)).toEqual(QUESTIONS.map(({ slug }) => slug));
  for (const question of questions) {
    const alone = await (await request.get(`/api/v1/questions/${question.slug}`)).json();
    expect({ ...alone, crowd: null }).toEqual({ ...question, crowd: null });
  }
});

test('a forecast is in the crowd as soon as it is acknowledged, and soon in the history', async ({
  member: request,
  origin,
}) => {
  const before = await (await request.get('/api/v1/questions/scenario/crowd')).json();
  const placed = await postForecast(request, origin, 'scenario', {
    ecosystem: '60',
    partnership: '30',
    setback: '10',
  });
  expect(placed.status()).toBe(303);
  const after = await (await request.get('/api/v1/questions/scenario/crowd')).json();
  expect(after.version).toBeGreaterThan(before.version);
  expect(after.forecasters).toBeGreaterThan(0);

  // The keeper records the odds once a minute at its next poll, which an answer does not wait for.
  const readHistory = async () => (await request.get('/api/v1/questions/scenario/history')).json();
  await expect.poll(async () => (await readHistory()).points.length).toBeGreaterThan(0);
  const { question, points } = await readHistory();
  expect(question).toBe('scenario');
  const times = points.map(({ at }: { at: string }) => Date.parse(at));
  expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
  for (const point of points) {
    expect(Object.keys(point).toSorted()).toEqual(['at', 'forecasters', 'permille']);
    expect(point.at).toEqual(INSTANT);
    expect(point.permille === null).toBe(point.forecasters === 0);
    expectOdds(point.permille, QUESTIONS[2]!);
  }
});

test('a signed-in reader gets the same as everybody', async ({ member, request, origin }) => {
  await postForecast(member, origin, 'count-3', COUNTS);
  const [own, strangers] = await Promise.all(
    [member, request].map(async (reads) => (await reads.get('/api/v1/questions/count-3')).json()),
  );
  expect(Object.keys(own)).toEqual(Object.keys(strangers));
  expect(own).not.toHaveProperty('mine');
});

test.describe('a problem document', () => {
  const addresses: [address: string, code: string][] = [
    ['/api/v1/questions/nothing', 'question-not-found'],
    ['/api/v1/questions/nothing/crowd', 'question-not-found'],
    ['/api/v1/questions/nothing/history', 'question-not-found'],
    ['/api/v1/questions/FINAL-3', 'question-not-found'],
    ['/api/v1/questions/%00', 'question-not-found'],
    ['/api/v1/nothing', 'not-found'],
    ['/api/v2/questions', 'not-found'],
    ['/live?question=nothing', 'question-not-found'],
    ['/live?question=final-3&question=nothing', 'question-not-found'],
  ];
  for (const [address, code] of addresses) {
    test(`answers ${address}`, async ({ request }) => {
      const response = await request.get(address);
      expect(response.status()).toBe(404);
      expect(response.headers()['content-type']).toBe('application/problem+json');
      expect(await response.json()).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        code,
        detail: expect.stringMatching(/\.$/),
      });
    });
  }

  test('answers writes without an account', async ({ request, origin }) => {
    const response = await request.post('/api/v1/questions', { headers: { origin }, data: {} });
    expect(response.status()).toBe(401);
    expect(response.headers()['content-type']).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 401, code: 'sign-in' });
  });
});

test('the health check reports database and keeper separately', async ({ request }) => {
  const response = await request.get('/healthz');
  expect(response.status()).toBe(200);
  expect(response.headers()['cache-control']).toBe('no-store');
  expect(await response.json()).toEqual({ ready: true, database: 'ok', keeper: 'ok', storage: 'ok' });
});

test.describe('the event stream', () => {
  test('begins with the reconnection delay and the current odds', async ({ request, origin }) => {
    const head = await fetch(`${origin}/live?question=final-3`, { headers: { accept: 'text/event-stream' } });
    expect(head.headers.get('content-type')).toBe('text/event-stream');
    expect(head.headers.get('cache-control')).toBe('no-store');
    expect(head.headers.get('x-content-type-options')).toBe('nosniff');
    await head.body?.cancel();

    const stream = openStream(`${origin}/live?question=final-3`);
    expect((await stream.next()).value).toEqual({ retry: expect.stringMatching(/^\d+$/) });
    const { event, id, data } = (await stream.next()).value ?? {};
    await stream.return(undefined);
    expect(event).toBe('crowd');
    const { question, ...crowd } = JSON.parse(data ?? '');
    expect(question).toBe('final-3');
    expect(id).toBe(String(crowd.version));
    expect(Object.keys(crowd)).toEqual(
      Object.keys(await (await request.get('/api/v1/questions/final-3/crowd')).json()),
    );
    expectOdds(crowd.permille, QUESTIONS[0]!);
  });

  test('includes every open question by default', async ({ origin }) => {
    const heard = new Set<string>();
    for await (const { event, data } of openStream(`${origin}/live`)) {
      if (event === 'crowd') heard.add(JSON.parse(data ?? '').question);
      if (heard.size === QUESTIONS.length) break;
    }
    expect([...heard].toSorted()).toEqual(['count-3', 'final-3', 'scenario']);
  });

  test('includes only the requested questions', async ({ member: request, origin }) => {
    const heard: string[] = [];
    for await (const { event, data } of openStream(`${origin}/live?question=count-3`)) {
      if (event !== 'crowd') continue;
      heard.push(JSON.parse(data ?? '').question);
      if (heard.length === 2) break;
      await postForecast(request, origin, 'final-3', { skt: '60', upstage: '70', lg: '70' });
      await postForecast(request, origin, 'count-3', COUNTS);
    }
    expect(heard).toEqual(['count-3', 'count-3']);
  });
});
