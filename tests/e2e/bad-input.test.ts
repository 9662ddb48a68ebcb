// Invalid form input gets a 400 with a sentence, what was typed comes back, and nothing changes. The unit test of the
// form has every kind of invalid input; here is one for each sentence.
import { randomUUID } from 'node:crypto';
import { useRefusedReader } from './setup/bad-input.ts';
import { asPage } from './setup/people.ts';
import { expect, test } from './setup/test.ts';

const { own, post, reader } = useRefusedReader();

function inputsOf(html: string): string[] {
  return html.match(/<input(?:"[^"]*"|[^">])*>/g) ?? [];
}

/** The value that a field of a page shows. */
function shownIn(html: string, field: string): string | undefined {
  const input = inputsOf(html).find((tag) => tag.includes(`name="${field}"`));
  return /value="([^"]*)"/.exec(input ?? '')?.[1];
}

const NOTHING = '숫자를 적어 주세요.';
const NOT_A_NUMBER = '0.1부터 99.9까지의 숫자로 적어 주세요. 소수점은 한 자리까지예요.';
const OUT_OF_RANGE = '0.1%부터 99.9%까지 적을 수 있어요.';
const UNKNOWN_OPTION = '이 질문에 없는 선택지예요.';
const TWICE = '같은 선택지가 두 번 왔어요.';
const STALE_PAGE = '화면이 오래됐어요. 한 번 더 눌러 주세요.';
const FLOOD = Array.from({ length: 1000 }, (_, i) => `p.option-${i}=1`).join('&');

const NUMBERS: [what: string, fields: string, sentence: string, skt: string][] = [
  ['nothing', 'p.skt=&p.upstage=70&p.lg=50', NOTHING, ''],
  ['no number', 'p.skt=NaN&p.upstage=70&p.lg=50', NOT_A_NUMBER, 'NaN'],
  ['markup', 'p.skt=<b>80</b>&p.upstage=70&p.lg=50', NOT_A_NUMBER, '&lt;b>80&lt;/b>'],
  ['a hundred', 'p.skt=100&p.upstage=70&p.lg=50', OUT_OF_RANGE, '100'],
  ['a missing option', 'p.skt=80&p.upstage=70', NOTHING, '80'],
  ['an option too many', 'p.skt=80&p.upstage=70&p.lg=50&p.motif=10', UNKNOWN_OPTION, '80'],
  ['a thousand unknown fields', `${FLOOD}&p.skt=80&p.upstage=70&p.lg=50`, UNKNOWN_OPTION, '80'],
  ['an option twice', 'p.skt=80&p.skt=80&p.upstage=70&p.lg=50', TWICE, '80'],
  ['a sum too low', 'p.skt=80&p.upstage=70&p.lg=49.9', '지금 합은 199.9%예요. 200%가 되어야 해요.', '80'],
  ['a sum too high', 'p.skt=80&p.upstage=70&p.lg=50.1', '지금 합은 200.1%예요. 200%가 되어야 해요.', '80'],
];
for (const [what, fields, sentence, skt] of NUMBERS) {
  test(`a number per option: ${what} is refused, and what was typed comes back`, async () => {
    const response = await post(`${fields}&requestId=${randomUUID()}`);
    expect(response.status()).toBe(400);
    const html = await response.text();
    expect(html).toContain(sentence);
    expect(shownIn(html, 'p.skt')).toBe(skt);
    expect(shownIn(html, 'p.upstage')).toBe('70');
  });
}

const PICKS: [what: string, fields: string, sentence: string, ticked: number][] = [
  ['one pick of two', 'pick=skt&confidence=80', '꼭 두 곳을 골라 주세요.', 1],
  ['an unknown pick', 'pick=skt&pick=motif&confidence=80', UNKNOWN_OPTION, 1],
  ['no confidence', 'pick=skt&pick=upstage', '확률을 정해 주세요.', 2],
  ['less than even odds', 'pick=skt&pick=lg&confidence=66.6', '똑같이 나눈 66.7%보다 낮을 수 없어요.', 2],
  ['two confidences', 'pick=skt&pick=upstage&confidence=80&confidence=90', TWICE, 2],
];
for (const [what, fields, sentence, ticked] of PICKS) {
  test(`picks and one confidence: ${what} is refused, and the picks come back`, async () => {
    const response = await post(`mode=picks&${fields}&requestId=${randomUUID()}`);
    expect(response.status()).toBe(400);
    const html = await response.text();
    expect(html).toContain(sentence);
    const picks = inputsOf(html).filter((tag) => tag.includes('name="pick"') && /\schecked/.test(tag));
    expect(picks).toHaveLength(ticked);
  });
}

test('a file instead of a number is refused', async () => {
  const file = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('80') };
  const response = await reader().post('/questions/final-3?/forecast', {
    multipart: { 'p.skt': file, 'p.upstage': '70', 'p.lg': '50', requestId: randomUUID() },
    headers: asPage(own.site.url),
    maxRedirects: 0,
  });
  expect(response.status()).toBe(400);
  expect(await response.text()).toContain(NOTHING);
});

test('without a request id the numbers come back with a new one, and nothing is withdrawn', async () => {
  const html = await (await post('p.skt=80&p.upstage=70&p.lg=50')).text();
  expect(html).toContain(STALE_PAGE);
  expect(shownIn(html, 'p.lg')).toBe('50');
  expect(shownIn(html, 'requestId')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const withdrawal = await post('', 'final-3?/withdraw');
  expect(withdrawal.status()).toBe(400);
  expect(await withdrawal.text()).toContain(STALE_PAGE);
});
