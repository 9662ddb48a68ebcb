import { describe, expect, test } from 'vitest';
import type { ContestView } from '#lib/types/contest.ts';
import { crowded, finished, today } from './picture.fixture.ts';
import { companyRuns } from './runs.ts';
import { drawPicture, LABEL_SIZE, LINE_HEIGHT, NAME_SIZE, NUMBER_GAP, NUMBER_SIZE } from './picture.ts';
import type { Picture, Words } from './picture.ts';
import { textWidth } from './text-width.ts';

const WIDE = 480;
const WIDTHS = [250, WIDE];
const CONTESTS: [string, ContestView][] = [
  ['today', today],
  ['crowded', crowded],
  ['finished', finished],
];
const CASES = CONTESTS.flatMap(([name, contest]) => WIDTHS.map((width) => ({ name, contest, width })));

function draw(contest: ContestView, width: number, odds: Record<string, number> | null = null): Picture {
  return drawPicture({
    rows: companyRuns(contest),
    contest,
    odds,
    width,
    name: (slug) => contest.companies.find((company) => company.slug === slug)?.name.ko ?? slug,
    columnLabel: (column) => (column.on === null ? '날짜 미정' : `${column.round ?? ''}차 ${column.on}`),
    endLabel: (run) => (run.end === 'out' ? (run.reason?.ko ?? '') : '통과'),
  });
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function boxes(words: Words, size: number, width: number): Box[] {
  return words.lines.map((line, index) => {
    const wide = textWidth(line, size);
    const at = (words.x / 100) * width + words.dx;
    const left = words.anchor === 'start' ? at : words.anchor === 'end' ? at - wide : at - wide / 2;
    const baseline = words.y + index * LINE_HEIGHT;
    return { left, right: left + wide, top: baseline - size, bottom: baseline + 2 };
  });
}

function allWords(picture: Picture, width: number): Box[] {
  return [
    ...picture.columns.flatMap((column) =>
      boxes(
        {
          lines: [column.label],
          x: column.x,
          dx: 0,
          y: column.tier * LINE_HEIGHT + 12,
          anchor: column.anchor,
        },
        LABEL_SIZE,
        width,
      ),
    ),
    ...picture.rows.flatMap((row) => [
      ...boxes(row.name, NAME_SIZE, width),
      ...row.strokes.flatMap((stroke) => (stroke.words ? boxes(stroke.words, LABEL_SIZE, width) : [])),
    ]),
  ];
}

/** The odds are set in the heaviest weight, which is this much wider. */
const HEAVY = 1.13;

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe.each(CASES)('the picture of the $name contest at $width px', ({ contest, width }) => {
  const picture = draw(contest, width);

  test('has one row for each company that took part', () => {
    expect(picture.rows.map((row) => row.company).toSorted()).toEqual(
      contest.companies.map((company) => company.slug).toSorted(),
    );
  });

  test('keeps all words inside its edges', () => {
    for (const box of allWords(picture, width)) {
      expect(box.left).toBeGreaterThanOrEqual(-0.01);
      expect(box.right).toBeLessThanOrEqual(width + 0.01);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThanOrEqual(picture.height);
    }
  });

  test('lets no words touch others', () => {
    const words = allWords(picture, width);
    const touching = words.flatMap((a, i) =>
      words
        .slice(i + 1)
        .filter((b) => overlap(a, b))
        .map((b) => [a, b]),
    );
    expect(touching).toEqual([]);
  });

  test('leaves room for the odds at the open end', () => {
    for (const { open } of picture.rows) {
      const room = open ? ((100 - open.to) / 100) * width - NUMBER_GAP : Number.POSITIVE_INFINITY;
      expect(room).toBeGreaterThanOrEqual(HEAVY * textWidth('66.7%', NUMBER_SIZE));
    }
  });

  test('draws every stroke forward in time', () => {
    for (const row of picture.rows) {
      let at = -1;
      for (const stroke of row.strokes) {
        expect(stroke.from).toBeGreaterThan(at);
        expect(stroke.to).toBeGreaterThanOrEqual(stroke.from);
        at = stroke.to;
      }
      if (row.open) expect(row.open.to).toBeGreaterThan(row.open.from);
    }
  });

  test('keeps columns in the order of their days', () => {
    const xs = picture.columns.map((column) => column.x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });
});

describe('the picture', () => {
  test('starts a wildcard at its own day, after the result before it', () => {
    const { rows, columns } = draw(today, WIDE);
    const motif = rows.find((row) => row.company === 'motif');
    const entry = columns.find((column) => column.on === '2026-02-20');
    const first = columns.find((column) => column.on === '2026-01-15');
    expect(motif?.strokes[0]?.from).toBe(entry?.x);
    expect(entry?.x).toBeGreaterThan(first?.x ?? 0);
  });

  test('ends a line with the reason beside it', () => {
    const motif = draw(today, WIDE).rows.find((row) => row.company === 'motif');
    expect(motif?.strokes[0]?.words?.lines).toEqual(['근소한 차이']);
    expect(motif?.open).toBeNull();
  });

  test('makes the open end as thick as the odds', () => {
    const { rows } = draw(today, WIDE, { skt: 800, upstage: 700, lg: 500 });
    expect(rows.slice(0, 3).map((row) => row.open?.thickness)).toEqual([16, 14, 10]);
  });

  test('gives open ends no number while nobody has forecast', () => {
    const { rows } = draw(today, WIDE);
    expect(rows.slice(0, 3).map((row) => row.open?.permille)).toEqual([null, null, null]);
  });

  test('lists companies still in the contest first, in an order that odds do not change', () => {
    const order = (odds: Record<string, number> | null) =>
      draw(today, WIDE, odds).rows.map((row) => row.company);
    expect(order(null)).toEqual(['skt', 'upstage', 'lg', 'motif', 'naver-cloud', 'nc-ai']);
    expect(order({ skt: 100, upstage: 950, lg: 950 })).toEqual(order(null));
  });

  test('draws a company that comes back as two strokes', () => {
    const back = draw(crowded, WIDE).rows.find((row) => row.company === 'c7');
    expect(back?.strokes.map((stroke) => stroke.run.end)).toEqual(['out', 'out']);
  });

  test('marks a company that is missing from the next round', () => {
    const row = (slug: string) => draw(crowded, WIDE).rows.find((candidate) => candidate.company === slug);
    expect(row('c5')?.strokes.at(-1)?.run.end).toBe('left');
    expect(row('c3')?.strokes.at(-1)?.run.end).toBe('left');
  });

  test('has no open end once every round has a result', () => {
    const { rows, columns } = draw(finished, WIDE);
    expect(rows.every((row) => row.open === null)).toBe(true);
    expect(columns.some((column) => column.kind === 'open')).toBe(false);
    expect(rows[0]?.strokes[0]?.run.end).toBe('through');
  });

  test('draws nothing of a contest without rounds', () => {
    const picture = draw({ ...today, rounds: [] }, WIDE);
    expect(picture.rows).toEqual([]);
    expect(picture.columns).toEqual([]);
  });
});
