// The marks of events below the time axis of a chart.
import type { Locator } from '@playwright/test';

/** Marks that overlap another's touch target, or are too small. */
export async function crampedMarks(all: Locator): Promise<string[]> {
  const marks = await all.all();
  const boxes = await Promise.all(marks.map(async (mark) => (await mark.boundingBox())!));
  const reached = await Promise.all(marks.map((mark) => mark.evaluate(isReached)));
  return boxes.flatMap(({ x, width, height }, i) => {
    const before = boxes[i - 1];
    const isCramped = before !== undefined && x < before.x + before.width - 0.5;
    return isCramped || !reached[i] || width < 43.5 || height < 43.5 ? [`${i}: ${x} ${width}×${height}`] : [];
  });
}

/** Whether a finger anywhere on it presses it. */
function isReached(mark: Element): boolean {
  mark.scrollIntoView({ block: 'center' });
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  return [left + 1, (left + right) / 2, right - 1].every((x) =>
    [top + 1, (top + bottom) / 2, bottom - 1].every(
      (y) => document.elementFromPoint(x, y)?.closest('button') === mark,
    ),
  );
}
