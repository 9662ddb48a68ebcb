// Automatic checks of any page at every width: axe, touch target size, horizontal scrolling.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

/** A whole look takes some seconds, on a busy machine many; a test has that much longer for each. */
const MOST_MS = 60_000;

/** Minimum size of a touch target, in px. */
export const TARGET = 44;

/** The narrowest phone, a usual one, a tablet, a laptop, a desktop. */
export const WIDTHS = [320, 360, 768, 1024, 1280] as const;
/** The one at which text is also shown at twice its size (WCAG 1.4.4). */
const WIDTH_OF_LARGE_TEXT = 360;
/** Those at which axe looks: it takes seconds. */
const WIDTHS_OF_AXE = [360, 768, 1280] as const;
/** Rules of axe whose answer may be another one at another width or in the other scheme. */
const RULES_OF_LOOKS = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];

/**
 * What is wrong with the page that is open, in one line each: all of axe as it is shown now, the rules that depend on
 * looks at each other width with the schemes taking turns, targets and scrolling sideways at each width. Opened once by
 * day and once by night, a page is seen at each width in both schemes. Leaves it as wide as it was.
 */
async function problems(page: Page): Promise<string[]> {
  test.setTimeout(test.info().timeout + MOST_MS);
  const found = await violations(page);
  const seen = page.viewportSize()?.width;
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  for (const [i, width] of WIDTHS_OF_AXE.entries()) {
    if (width === seen) continue;
    const colorScheme = isDark === (i % 2 === 0) ? 'dark' : 'light';
    await page.emulateMedia({ colorScheme });
    found.push(...(await atWidth(page, width, (page) => violations(page, RULES_OF_LOOKS), colorScheme)));
  }
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  return [...found, ...(await misfits(page))];
}

/** Nothing is wrong with the page as it stands, at any width. */
export async function expectNoProblems(page: Page): Promise<void> {
  expect(await problems(page), page.url()).toEqual([]);
}

/** Opens a page and all that is folded on it: nothing is wrong with it, at any width. */
export async function expectNoProblemsAt(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await unfold(page);
  await expectNoProblems(page);
}

/**
 * What scrolls sideways, and which targets are too small, at each width; on a phone also what scrolls sideways with text of
 * twice the size. Leaves the page as wide as it was.
 */
export async function misfits(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  const found = await atWidth(page, WIDTH_OF_LARGE_TEXT, overflowOfLargeText, '200 %');
  for (const width of WIDTHS) {
    found.push(
      ...(await atWidth(page, width, async () => [...(await overflow(page)), ...(await smallTargets(page))])),
    );
  }
  if (before) await page.setViewportSize(before);
  return found;
}

/** What a check finds once the page is so wide. */
async function atWidth(
  page: Page,
  width: number,
  check: (page: Page) => Promise<string[]>,
  look = '',
): Promise<string[]> {
  await page.setViewportSize({ width, height: page.viewportSize()?.height ?? width });
  return (await check(page)).map((fault) => `${width} px ${look} ${fault}`);
}

/** Opens everything that is folded. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.locator('details:not([open]) > summary:visible');
  while ((await folded.count()) > 0) await folded.first().click();
}

/** What axe finds as the page is shown now, in one line each. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // In one frame the result is the same without opening another page for it.
  // A page that has been looked at has its scripts already.
  const isThere = await page.evaluate(() => 'axe' in window);
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  if (rules) axe.withRules(rules);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Controls and links that are lower or narrower than a finger needs, a label counting as part of its control. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const controls = 'input:not([type=hidden]), button, .button, summary, select, textarea, a[href]';
    // A link in a sentence is as high as its line.
    const isInSentence = (control: Element) =>
      control.matches('a') &&
      getComputedStyle(control).display === 'inline' &&
      [...(control.parentElement?.childNodes ?? [])].some(
        (node) => node.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(node.textContent ?? ''),
      );
    return [...document.querySelectorAll(controls)]
      .filter((control) => control.checkVisibility() && !control.matches('[aria-hidden="true"]'))
      .filter((control) => !isInSentence(control))
      .flatMap((control) => {
        const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])] : [];
        const isTick = control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type);
        const boxes = [control, ...(isTick ? labels : [])].map((part) => part.getBoundingClientRect());
        const height = Math.max(...boxes.map((box) => box.height));
        const width = Math.max(...boxes.map((box) => box.width));
        const name = (labels[0] ?? control).textContent ?? '';
        return Math.min(height, width) < least - 0.5
          ? [`${control.tagName} ${name.trim().slice(0, 40)}: ${width} × ${height} px`]
          : [];
      });
  }, TARGET);
}

/** What reaches past the right edge of the page while its text is twice as large. */
async function overflowOfLargeText(page: Page): Promise<string[]> {
  const scale = (size: string) =>
    page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
  await scale('200%');
  const found = await overflow(page);
  await scale('');
  return found;
}

/** What reaches past the right edge of the page. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isWide = (element: Element) => element.getBoundingClientRect().right > clientWidth + 1;
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => isWide(element) && ![...element.children].some(isWide),
    );
    return [
      `${scrollWidth} px`,
      ...wide.map((element) => `${element.tagName} ${element.textContent?.trim().slice(0, 40)}`),
    ];
  });
}
