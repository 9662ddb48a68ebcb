// What can be checked of any page by itself: axe, the size of its targets, and whether it scrolls sideways.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** As high as a finger needs a target, in px. */
export const TARGET = 44;

/** Opens everything that is folded. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.locator('details:not([open]) > summary:visible');
  while ((await folded.count()) > 0) await folded.first().click();
}

/** What axe finds, in one line each. */
export async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Controls and links that are lower than a finger needs, a label counting as part of its control. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const controls = 'input:not([type=hidden]), button, .button, summary, select, textarea, a[href]';
    // A link in a sentence is as high as its line.
    const isInSentence = (control: HTMLElement) =>
      control.matches('a') &&
      getComputedStyle(control).display === 'inline' &&
      [...(control.parentElement?.childNodes ?? [])].some(
        (node) => node.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(node.textContent ?? ''),
      );
    // A mark in a drawing leads to where the list below leads, too.
    return [...document.querySelectorAll(controls)]
      .filter((control) => control instanceof HTMLElement)
      .filter((control) => control.checkVisibility() && !isInSentence(control))
      .flatMap((control) => {
        const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])] : [];
        const isTick = control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type);
        const heights = [control, ...(isTick ? labels : [])].map(
          (part) => part.getBoundingClientRect().height,
        );
        const name = (labels[0] ?? control).textContent ?? '';
        const height = Math.max(...heights);
        return height < least - 0.5 ? [`${control.tagName} ${name.trim().slice(0, 40)}: ${height} px`] : [];
      });
  }, TARGET);
}

/** What reaches past the right edge of the page. */
export function overflow(page: Page): Promise<string[]> {
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
