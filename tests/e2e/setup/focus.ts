import { expect, type Page } from '@playwright/test';

/** What has the focus, as a reader would call it, and what is wrong with how it shows; null where nothing is. */
interface Focus {
  name: string;
  complaint: string | null;
}

/** Moves the focus by one key and insists that it can be seen. @returns what has it now */
export async function moveFocus(page: Page, key = 'Tab'): Promise<string> {
  await page.keyboard.press(key);
  const { name, complaint } = await page.evaluate(readFocus);
  expect(complaint, `the focus on “${name}”`).toBeNull();
  return name;
}

/** Presses Tab until the focus is on what the pattern names. @returns all that had it on the way */
export async function tabTo(page: Page, wanted: RegExp, limit = 80, key = 'Tab'): Promise<string[]> {
  const seen: string[] = [];
  while (seen.length < limit) {
    const name = await moveFocus(page, key);
    seen.push(name);
    if (wanted.test(name)) return seen;
  }
  throw new Error(`Tab never came to ${wanted}, but to ${seen.join(' | ')}`);
}

function readFocus(): Focus {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body)
    return { name: 'nothing', complaint: 'is lost' };
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const said =
    labels.map((label) => label.innerText).join(' ') ||
    element.getAttribute('aria-label') ||
    element.innerText;
  const name = `${element.tagName.toLowerCase()} ${said.replace(/\s+/g, ' ').trim()}`;

  const marked = [element, ...labels].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
  if (!marked) return { name, complaint: 'has no outline' };

  const box = element.getBoundingClientRect();
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  if (box.bottom <= 0 || box.top >= innerHeight || box.width === 0)
    return { name, complaint: 'is out of sight' };
  const onTop = document.elementFromPoint(x, y);
  const isBare = onTop && [element, ...labels].some((part) => part.contains(onTop) || onTop.contains(part));
  return {
    name,
    complaint: isBare ? null : `is covered by ${onTop?.tagName} ${onTop?.textContent?.trim().slice(0, 40)}`,
  };
}
