// Invalid requests get a clear 4xx and change nothing.
import { request as sender } from 'node:http';
import { randomUUID } from 'node:crypto';
import { useRefusedReader } from './setup/bad-input.ts';
import { asPage, newPerson, postForm } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const TEN_MEGABYTES = 'x'.repeat(10_000_000);
const { own, post, reader } = useRefusedReader();

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

  test('to write through the JSON API is refused with a problem document', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await reader().fetch('/api/v1/questions/final-3', {
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
          const response = await reader().post(action, {
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
      const { handle: login, password } = person;
      const signIn = await postForm(reader(), own.site.url, '/sign-in', { login, password, next: '/' });
      expect(signIn.status(), 'nobody has joined').toBe(400);
    });
  }
});

test.describe('ten megabytes', () => {
  for (const address of ['/questions/final-3?/forecast', '/join', '/sign-in', '/me?/endOtherSessions']) {
    test(`sent to ${address} are refused with a sentence`, async () => {
      const response = await reader().post(address, {
        data: `p.skt=${TEN_MEGABYTES}`,
        headers: { ...asPage(own.site.url), 'content-type': 'application/x-www-form-urlencoded' },
        maxRedirects: 0,
      });
      expect(response.status()).toBe(413);
      expect(await response.text()).toContain('보낸 내용이 너무 커요');
    });
  }

  test('in chunks, without Content-Length, are refused too', async () => {
    const answer = await sendInPieces('/questions/final-3?/forecast', TEN_MEGABYTES);
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('보낸 내용이 너무 커요');
  });
});

test.describe('characters that PostgreSQL cannot store', () => {
  for (const path of ['/companies/%00', '/questions/%00', '/forecasters/%00', '/results/%00']) {
    test(`are nowhere: ${path}`, async () => {
      expect((await reader().get(own.site.url + path)).status()).toBe(404);
    });
  }

  test('are removed from a search', async () => {
    for (const query of ['q=%00', 'board=all&q=%00', 'q=a%00b'])
      expect((await reader().get(`${own.site.url}/leaderboard?${query}`)).status()).toBe(200);
  });
});

/** Sends a body with `transfer-encoding: chunked`. */
async function sendInPieces(path: string, body: string): Promise<{ status: number; text: string }> {
  const { cookies } = await reader().storageState();
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
