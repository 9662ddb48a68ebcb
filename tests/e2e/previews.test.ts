// Share previews: each page has its own title, description and picture, in its language.
import { LANGUAGES, PUBLIC_PAGES, inLanguage } from './setup/pages.ts';
import { expect, test } from './setup/test.ts';

const HANGUL = /[가-힣]/;
/** About as much as messengers show. */
const LONGEST = 200;

/** The home page shows the question that it leads with, and is shared as that. */
const OF_THEIR_OWN = PUBLIC_PAGES.filter((path) => path !== '/');

for (const language of LANGUAGES) {
  test(`every page in ${language} is shared with words of its own and a picture`, async ({
    page,
    origin,
  }) => {
    const said = new Set<string>();
    const pictures = new Set<string>();
    for (const path of OF_THEIR_OWN) {
      await page.goto(inLanguage(path, language));
      const meta = async (name: string) => {
        const found = page.locator(`head meta[property="${name}"], head meta[name="${name}"]`);
        await expect(found, `${name} of ${path}`).toHaveCount(1);
        return (await found.getAttribute('content')) ?? '';
      };
      const [title, description] = [await meta('og:title'), await meta('og:description')];
      expect(title, path).toBe(await page.title());
      expect(description.length, path).toBeGreaterThan(4);
      expect(description.length, path).toBeLessThan(LONGEST);
      expect(HANGUL.test(title + description), `${path}: ${title} ${description}`).toBe(language === 'ko');
      for (const words of [title, description]) {
        expect(said, `${path}: ${words}`).not.toContain(words);
        said.add(words);
      }
      expect((await meta('description')).length, path).toBeGreaterThan(4);
      expect(await meta('og:image:alt')).not.toBe('');
      pictures.add(await meta('og:image'));
    }
    expect(pictures).toContain(`${origin}/share-${language}.png`);
    for (const address of pictures) {
      const picture = await page.request.get(address);
      expect(picture.headers()['content-type'], address).toBe('image/png');
      const bytes = await picture.body();
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], address).toEqual([1200, 630]);
    }
  });
}

test('the home page has the share preview of its main question', async ({ page }) => {
  const words = () => page.locator('head meta[property="og:title"]').getAttribute('content');
  await page.goto('/questions/final-3');
  const question = await words();
  await page.goto('/');
  expect(await words()).toBe(question);
});

test('a page that was come to within the site says its own words, too', async ({ page }) => {
  await page.goto('/rounds');
  await page.getByRole('navigation').getByRole('link', { name: '순위' }).first().click();
  await expect(page).toHaveURL(/leaderboard/);
  const title = await page.title();
  await expect(page.locator('head meta[property="og:title"]')).toHaveAttribute('content', title);
});
