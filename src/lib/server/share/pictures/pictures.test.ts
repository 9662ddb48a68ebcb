import { fileURLToPath } from 'node:url';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { BusyError } from '../../platform/errors.ts';
import { picture } from './drawn.fixture.ts';
import { type CardPicture, HEIGHT, type Picture, pictureKey, WIDTH } from './picture.ts';
import { Pictures } from './pictures.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const drawing = picture(['SK텔레콤'], {
  language: 'ko',
  segments: [
    { permille: 600, colour: '#3d5bd0' },
    { permille: 400, colour: '#c47a16' },
  ],
});
const other = (n: number): Picture => ({ ...drawing, note: `${n}명이 예측했어요` });

const cardOf = (headline: string): CardPicture => ({
  ...{
    shape: 'card',
    language: 'ko',
    site: '최종 2',
    topic: '독자 AI',
    simulation: null,
    title: '누가 남을까요?',
  },
  ...{ byline: '하늘의 결과', headline, line: null, table: null, figures: [], note: '', disclaimer: '' },
});

describe('a share picture', () => {
  const pictures = new Pictures(fileURLToPath(new URL('./worker.ts', import.meta.url)));
  afterAll(() => pictures.close());

  test(`is a PNG of ${WIDTH} × ${HEIGHT}, the same bytes for the same drawing`, async () => {
    const png = await pictures.png(drawing);
    expect([...png.subarray(0, 8)]).toEqual(PNG);
    const view = new DataView(png.buffer, png.byteOffset);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([WIDTH, HEIGHT]);
    expect(await pictures.png(drawing)).toBe(png);
    expect(await pictures.png(other(13))).not.toEqual(png);
  });

  test('is drawn with any characters in title and names', async () => {
    const odd = picture(Array<string>(5).fill('아주 긴 선택지 '.repeat(8)), {
      title: '<b>"가나다" & 鄭 🙂</b> '.repeat(12),
      headline: 'x'.repeat(300),
      more: '그 밖 3개',
    });
    expect((await pictures.png(odd)).length).toBeGreaterThan(1000);
  });

  test('of a hundred requested at once some are refused with BusyError, the others are drawn', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) => pictures.png(other(1000 + i))),
    );
    const refused = asked.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(100);
    for (const one of refused) expect((one as PromiseRejectedResult).reason).toBeInstanceOf(BusyError);
    // A refusal is not cached.
    expect((await pictures.png(other(1099))).length).toBeGreaterThan(1000);
  });

  test('of a question is drawn while a hundred cards are asked for', async () => {
    const cards = Array.from({ length: 100 }, (_, i) => pictures.png(cardOf(`${i}`)));
    const asked = Promise.allSettled(cards);
    await setImmediate();
    expect((await pictures.png(other(3000))).length).toBeGreaterThan(1000);
    const drawn = (await asked).filter(({ status }) => status === 'fulfilled');
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.length).toBeLessThan(20);
  });

  test('is refused with BusyError where its turn comes too late', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const drawn = pictures.png(other(2000));
    const late = expect(pictures.png(other(2001))).rejects.toBeInstanceOf(BusyError);
    await setImmediate();
    vi.setSystemTime(Date.now() + 5_000);
    expect((await drawn).length).toBeGreaterThan(1000);
    await late;
    expect((await pictures.png(other(2001))).length).toBeGreaterThan(1000);
  });
});

test('a picture that cannot be drawn throws, and is tried again on the next request', async () => {
  const broken = new Pictures('/nothing/here.ts');
  await expect(broken.png(drawing)).rejects.toThrow();
  await expect(broken.png(drawing)).rejects.toThrow();
});

test('different pictures have different keys', () => {
  expect(pictureKey(drawing)).toBe(pictureKey({ ...drawing }));
  expect(pictureKey(drawing)).not.toBe(pictureKey({ ...drawing, language: 'en' }));
  expect(pictureKey(drawing)).not.toBe(pictureKey(other(13)));
});
