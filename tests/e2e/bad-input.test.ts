// Invalid form input gets a 4xx with an error beside its field, and changes nothing.
import { randomUUID } from 'node:crypto';
import { GOOD, useRefusedReader } from './setup/bad-input.ts';
import { asPage, postForecast } from './setup/people.ts';
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
      const response = await postForecast(reader(), own.site.url, 'final-3', { ...GOOD, skt: typed });
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

  test('a file instead of a number is refused', async () => {
    const response = await reader().post('/questions/final-3?/forecast', {
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

  test('that is missing causes no withdrawal', async () => {
    const response = await post('', 'final-3?/withdraw');
    expect(response.status()).toBe(400);
    expect(await response.text()).toContain(STALE_PAGE);
  });
});
