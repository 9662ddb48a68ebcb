// Whatever is wrong with a request gets a clear 4xx, and changes nothing.
import { request as sender } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { useOwnSite } from './setup/own-site.ts';
import { asPage, exportedForecasts, join, newPerson, postForecast } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();
const TEN_MEGABYTES = 'x'.repeat(10_000_000);
const GOOD = { skt: '80', upstage: '70', lg: '50' };

/** Signed in, with one good forecast. */
let reader: APIRequestContext;
let before: string;

test.beforeAll(async ({ playwright }) => {
  reader = await playwright.request.newContext({ baseURL: own.site.url });
  await join(reader, own.site.url, newPerson());
  expect((await postForecast(reader, own.site.url, 'final-3', GOOD)).status()).toBe(303);
  before = await everything();
});

test.afterEach('nothing has changed', async () => {
  expect(await everything()).toBe(before);
});

test.afterAll(async () => {
  await reader.dispose();
});

/** All that a bad request could have changed: the crowd of every question, and the reader's own log. */
async function everything(): Promise<string> {
  const questions = ['final-3', 'count-3', 'scenario'];
  const crowds = questions.map(async (question) =>
    (await reader.get(`/api/v1/questions/${question}/crowd`)).json(),
  );
  return JSON.stringify([await Promise.all(crowds), await exportedForecasts(reader)]);
}

/** Posts a form as a browser without scripts does: fields as they are, also twice the same. */
function post(fields: string, action = 'final-3?/forecast', headers = {}): Promise<APIResponse> {
  return reader.post(`/questions/${action}`, {
    data: fields,
    headers: {
      ...asPage(own.site.url),
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    maxRedirects: 0,
  });
}

function inputsOf(html: string): string[] {
  return html.match(/<input(?:"[^"]*"|[^">])*>/g) ?? [];
}

/** The value that a field of a page shows. */
function shownIn(html: string, field: string): string | undefined {
  const input = inputsOf(html).find((tag) => tag.includes(`name="${field}"`));
  return /value="([^"]*)"/.exec(input ?? '')?.[1];
}

const NOT_A_NUMBER = '0.1부터 99.9까지의 숫자로 적어 주세요. 소수점은 한 자리까지예요.';
const OUT_OF_RANGE = '0.1%부터 99.9%까지 적을 수 있어요.';
const UNKNOWN_OPTION = '이 질문에 없는 선택지예요.';
const TWICE = '같은 선택지가 두 번 왔어요.';
const STALE_PAGE = '화면이 오래됐어요. 한 번 더 눌러 주세요.';

test.describe('a number per option:', () => {
  const numbers: [what: string, typed: string, sentence: string][] = [
    ['nothing', '', '숫자를 적어 주세요.'],
    ['a blank', '   ', '숫자를 적어 주세요.'],
    ['NaN', 'NaN', NOT_A_NUMBER],
    ['Infinity', 'Infinity', NOT_A_NUMBER],
    ['1e308', '1e308', NOT_A_NUMBER],
    ['an exponent', '8e1', NOT_A_NUMBER],
    ['a hexadecimal number', '0x50', NOT_A_NUMBER],
    ['full-width digits', '８０', NOT_A_NUMBER],
    ['Arabic digits', '٨٠', NOT_A_NUMBER],
    ['two decimals', '80.05', NOT_A_NUMBER],
    ['a decimal comma', '80,0', NOT_A_NUMBER],
    ['a point without decimals', '80.', NOT_A_NUMBER],
    ['decimals without a number', '.5', NOT_A_NUMBER],
    ['a negative number', '-80', NOT_A_NUMBER],
    ['a plus sign', '+80', NOT_A_NUMBER],
    ['a percent sign', '80%', NOT_A_NUMBER],
    ['four digits', '0080', NOT_A_NUMBER],
    ['markup', '<b>80</b>', NOT_A_NUMBER],
    ['0', '0', OUT_OF_RANGE],
    ['0.0', '0.0', OUT_OF_RANGE],
    ['100', '100', OUT_OF_RANGE],
    ['100.0', '100.0', OUT_OF_RANGE],
    ['999', '999', OUT_OF_RANGE],
  ];
  for (const [what, typed, sentence] of numbers) {
    test(`${what} is refused beside its field, and what was typed comes back`, async () => {
      const response = await postForecast(reader, own.site.url, 'final-3', { ...GOOD, skt: typed });
      expect(response.status()).toBe(400);
      const html = await response.text();
      expect(html).toContain(sentence);
      expect(shownIn(html, 'p.skt')).toBe(typed.replaceAll('<', '&lt;'));
      expect(shownIn(html, 'p.upstage')).toBe('70');
    });
  }

  const forms: [what: string, fields: string, sentence: string][] = [
    ['a missing option', 'p.skt=80&p.upstage=70', '숫자를 적어 주세요.'],
    ['an option too many', 'p.skt=80&p.upstage=70&p.lg=50&p.motif=10', UNKNOWN_OPTION],
    ['an unknown option', 'p.skt=80&p.upstage=70&p.nobody=50', UNKNOWN_OPTION],
    ['an option twice', 'p.skt=80&p.skt=80&p.upstage=70&p.lg=50', TWICE],
    ['an option twice, with two numbers', 'p.skt=80&p.skt=70&p.upstage=70&p.lg=50', TWICE],
    [
      'a sum that is a tenth too low',
      'p.skt=80&p.upstage=70&p.lg=49.9',
      '지금 합은 199.9%예요. 200%가 되어야 해요.',
    ],
    [
      'a sum that is a tenth too high',
      'p.skt=80&p.upstage=70&p.lg=50.1',
      '지금 합은 200.1%예요. 200%가 되어야 해요.',
    ],
    ['the sum of one seat', 'p.skt=40&p.upstage=30&p.lg=30', '지금 합은 100%예요. 200%가 되어야 해요.'],
    ['picks among the numbers', 'p.skt=80&p.upstage=70&p.lg=50&pick=skt', UNKNOWN_OPTION],
    ['an unknown mode', 'mode=both&pick=skt&pick=lg&confidence=80', '숫자를 적어 주세요.'],
    ['no field at all', '', '숫자를 적어 주세요.'],
  ];
  for (const [what, fields, sentence] of forms) {
    test(`${what} is refused`, async () => {
      const response = await post(`${fields}&requestId=${randomUUID()}`);
      expect(response.status()).toBe(400);
      expect(await response.text()).toContain(sentence);
    });
  }

  test('a file in the place of a number is refused', async () => {
    const response = await reader.post('/questions/final-3?/forecast', {
      multipart: {
        'p.skt': { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('80') },
        'p.upstage': '70',
        'p.lg': '50',
        requestId: randomUUID(),
      },
      headers: asPage(own.site.url),
      maxRedirects: 0,
    });
    expect(response.status()).toBe(400);
    expect(await response.text()).toContain('숫자를 적어 주세요.');
  });

  test('a thousand unknown fields are refused', async () => {
    const flood = Array.from({ length: 1000 }, (_, i) => `p.option-${i}=1`).join('&');
    const response = await post(`${flood}&p.skt=80&p.upstage=70&p.lg=50&requestId=${randomUUID()}`);
    expect(response.status()).toBe(400);
    expect(await response.text()).toContain(UNKNOWN_OPTION);
  });
});

test.describe('picks and one confidence:', () => {
  const forms: [what: string, fields: string, sentence: string][] = [
    ['no pick', 'confidence=80', '꼭 두 곳을 골라 주세요.'],
    ['one pick of two', 'pick=skt&confidence=80', '꼭 두 곳을 골라 주세요.'],
    ['three picks of two', 'pick=skt&pick=upstage&pick=lg&confidence=80', '꼭 두 곳을 골라 주세요.'],
    ['the same pick twice', 'pick=skt&pick=skt&confidence=80', TWICE],
    ['an unknown pick', 'pick=skt&pick=motif&confidence=80', UNKNOWN_OPTION],
    ['no confidence', 'pick=skt&pick=upstage', '확률을 정해 주세요.'],
    ['a confidence that is no number', 'pick=skt&pick=upstage&confidence=NaN', NOT_A_NUMBER],
    ['a confidence of 100', 'pick=skt&pick=upstage&confidence=100', OUT_OF_RANGE],
    ['a confidence of 0', 'pick=skt&pick=upstage&confidence=0', OUT_OF_RANGE],
    [
      'a confidence below even odds',
      'pick=skt&pick=upstage&confidence=66.6',
      '똑같이 나눈 66.7%보다 낮을 수 없어요.',
    ],
    ['two confidences', 'pick=skt&pick=upstage&confidence=80&confidence=90', TWICE],
    ['numbers among the picks', 'pick=skt&pick=upstage&confidence=80&p.lg=40', UNKNOWN_OPTION],
  ];
  for (const [what, fields, sentence] of forms) {
    test(`${what} is refused, and the picks come back`, async () => {
      const response = await post(`mode=picks&${fields}&requestId=${randomUUID()}`);
      expect(response.status()).toBe(400);
      const html = await response.text();
      expect(html).toContain(sentence);
      const ticked = inputsOf(html).filter((tag) => tag.includes('name="pick"') && /\schecked/.test(tag));
      const known = new Set(fields.match(/(?<=pick=)(skt|upstage|lg)/g));
      expect(ticked).toHaveLength(known.size);
    });
  }
});

test.describe('a request id', () => {
  const ids: [what: string, fields: string][] = [
    ['that is missing', ''],
    ['that is empty', '&requestId='],
    ['that is no UUID', '&requestId=1'],
    ['that ends in more than a UUID', `&requestId=${randomUUID()}x`],
    ['that comes twice', `&requestId=${randomUUID()}&requestId=${randomUUID()}`],
  ];
  for (const [what, fields] of ids) {
    test(`${what} is refused, the numbers come back with a new one`, async () => {
      const response = await post(`p.skt=80&p.upstage=70&p.lg=50${fields}`);
      expect(response.status()).toBe(400);
      const html = await response.text();
      expect(html).toMatch(what === 'that comes twice' ? TWICE : STALE_PAGE);
      expect(shownIn(html, 'p.lg')).toBe('50');
      expect(shownIn(html, 'requestId')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    });
  }

  test('that is missing withdraws nothing', async () => {
    const response = await post('', 'final-3?/withdraw');
    expect(response.status()).toBe(400);
    expect(await response.text()).toContain(STALE_PAGE);
  });
});

test.describe('a request', () => {
  const bodies: [what: string, type: string, body: string][] = [
    ['JSON', 'application/json', JSON.stringify({ permille: { skt: 800, upstage: 700, lg: 500 } })],
    ['plain text', 'text/plain', `p.skt=80&p.upstage=70&p.lg=50&requestId=${randomUUID()}`],
    ['bytes', 'application/octet-stream', 'p.skt=80'],
    ['XML', 'application/xml', '<p/>'],
    ['multipart without a boundary', 'multipart/form-data', 'p.skt=80'],
    [
      'multipart that breaks off',
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="p.skt"',
    ],
  ];
  for (const [what, type, body] of bodies) {
    test(`of ${what} is no forecast`, async () => {
      const response = await post(body, 'final-3?/forecast', { 'content-type': type });
      expect([400, 415]).toContain(response.status());
      const html = await response.text();
      expect(html).toContain('요청을 알아듣지 못했어요');
    });
  }

  const addresses: [what: string, address: string][] = [
    ['an unknown question', 'nothing?/forecast'],
    ['a question that is no slug', '%00?/forecast'],
    ['a question of a million letters of SQL', `${'a'.repeat(2000)}'--?/forecast`],
    ['an unknown action', 'final-3?/explode'],
    ['no action', 'final-3'],
  ];
  for (const [what, address] of addresses) {
    test(`to ${what} finds nothing`, async () => {
      const response = await post(`p.skt=80&p.upstage=70&p.lg=50&requestId=${randomUUID()}`, address);
      expect(response.status()).toBe(404);
      expect(await response.text()).toContain('찾는 화면이 없어요');
    });
  }

  test('to write over the JSON API is refused with a problem document', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await reader.fetch('/api/v1/questions/final-3', {
        method,
        headers: { origin: own.site.url },
      });
      expect(response.status(), method).toBe(405);
      expect(response.headers()['content-type'], method).toBe('application/problem+json');
    }
  });
});

test.describe('a request from', () => {
  const origins: [what: string, headers: (own: URL) => Record<string, string>][] = [
    ['another site', () => ({ origin: 'https://evil.example' })],
    ['the same host over https', (url) => ({ origin: `https://${url.host}` })],
    ['another port of the same host', (url) => ({ origin: `http://${url.hostname}:1` })],
    ['a page without an origin', () => ({ origin: 'null' })],
    ['nowhere', () => ({})],
  ];
  const actions = [
    '/join',
    '/en/join',
    '/sign-in',
    '/sign-out',
    '/questions/final-3?/forecast',
    '/questions/final-3?/withdraw',
    '/me?/endOtherSessions',
  ];
  const types = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'text/plain',
    'application/json',
  ];
  for (const [what, headersOf] of origins) {
    test(`${what} is refused at every form`, async () => {
      const person = newPerson();
      for (const action of actions) {
        for (const type of types) {
          const fields = new URLSearchParams({
            ...person,
            age14: 'on',
            terms: 'on',
            requestId: randomUUID(),
          });
          const response = await reader.post(action, {
            data: `${fields}&p.skt=60&p.upstage=60&p.lg=80`,
            headers: { accept: 'text/html', 'content-type': type, ...headersOf(new URL(own.site.url)) },
            maxRedirects: 0,
          });
          expect(response.status(), `${action} as ${type}`).toBe(403);
          const sentence = action.startsWith('/en')
            ? 'did not come from this site'
            : '이 사이트에서 보낸 것이 아니라서';
          expect(await response.text(), `${action} as ${type}`).toContain(sentence);
        }
      }
      const { email, password } = person;
      const signIn = await reader.post('/sign-in', {
        form: { email, password, next: '/' },
        headers: asPage(own.site.url),
        maxRedirects: 0,
      });
      expect(signIn.status(), 'nobody has joined').toBe(400);
    });
  }
});

test.describe('ten megabytes', () => {
  for (const address of ['/questions/final-3?/forecast', '/join', '/sign-in', '/me?/endOtherSessions']) {
    test(`sent to ${address} are refused with a sentence`, async () => {
      const response = await reader.post(address, {
        data: `p.skt=${TEN_MEGABYTES}`,
        headers: { ...asPage(own.site.url), 'content-type': 'application/x-www-form-urlencoded' },
        maxRedirects: 0,
      });
      expect(response.status()).toBe(413);
      expect(await response.text()).toContain('보낸 내용이 너무 커요');
    });
  }

  test('in pieces, without a word of their length, are refused too', async () => {
    const answer = await sendInPieces('/questions/final-3?/forecast', TEN_MEGABYTES);
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('보낸 내용이 너무 커요');
  });
});

test.describe('letters that the database cannot hold', () => {
  for (const path of ['/companies/%00', '/questions/%00', '/forecasters/%00', '/results/%00']) {
    test(`are nowhere: ${path}`, async () => {
      expect((await reader.get(own.site.url + path)).status()).toBe(404);
    });
  }

  test('are left out of a search', async () => {
    for (const query of ['q=%00', 'board=all&q=%00', 'q=a%00b'])
      expect((await reader.get(`${own.site.url}/leaderboard?${query}`)).status()).toBe(200);
  });
});

/** Sends a body with `transfer-encoding: chunked`. */
async function sendInPieces(path: string, body: string): Promise<{ status: number; text: string }> {
  const { cookies } = await reader.storageState();
  const outgoing = sender(own.site.url + path, {
    method: 'POST',
    headers: {
      ...asPage(own.site.url),
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
  });
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', async (response) => {
      let text = '';
      response.setEncoding('utf8');
      for await (const piece of response) text += piece;
      resolve({ status: response.statusCode ?? 0, text });
    });
  });
  for (let sent = 0; sent < body.length; sent += 1_000_000)
    outgoing.write(body.slice(sent, sent + 1_000_000));
  outgoing.end();
  return answered;
}
