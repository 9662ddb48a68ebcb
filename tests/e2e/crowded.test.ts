// A contest with every future case: twelve companies, a fourth round, wildcards, a company that comes back.
import { crowded } from '../../src/lib/components/contest/picture.fixture.ts';
import { misfits, unfold, violations } from './setup/audit.ts';
import { withDatabase } from './setup/database.ts';
import { useOwnSite } from './setup/own-site.ts';
import { expect, test } from './setup/test.ts';

const own = useOwnSite();

test.beforeAll(async () => {
  await withDatabase(own.site, async (db) => {
    await db.deleteFrom('publishedScore').execute();
    await db.deleteFrom('entrant').execute();
    for (const [position, { slug, name }] of crowded.companies.entries()) {
      const names = { nameKo: name.ko, nameEn: name.en, shortKo: name.ko, shortEn: name.en };
      await db
        .insertInto('company')
        .values({ slug, position: position + 10, ...names, consortium: [] })
        .execute();
    }
    for (const { number, title, result, entrants } of crowded.rounds) {
      const facts = { titleKo: title.ko, titleEn: title.en, resultOn: result?.on ?? null };
      await db
        .insertInto('round')
        .values({ number, ...facts })
        .onConflict((c) => c.column('number').doUpdateSet(facts))
        .execute();
      for (const [position, { company, entry, enteredOn, outcome, reason }] of entrants.entries()) {
        const reasons = { reasonKo: reason?.ko ?? null, reasonEn: reason?.en ?? null };
        await db
          .insertInto('entrant')
          .values({
            roundNumber: number,
            companySlug: company,
            entry,
            enteredOn,
            outcome,
            ...reasons,
            position,
          })
          .execute();
      }
    }
  });
});

for (const [width, language] of [
  [360, '/rounds'],
  [320, '/en/rounds'],
  [1280, '/rounds'],
] as const) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 740 } });

    test(`the picture on ${language} can be read, pressed, and read as a table`, async ({ page }) => {
      await page.goto(language);
      const figure = page.getByRole('main').locator('figure').first();
      const lines = figure.getByRole('group').filter({ visible: true }).getByRole('button');
      await expect(lines).toHaveCount(12);
      const drawing = figure.getByRole('img', { name: /12/ }).filter({ visible: true });
      expect(await drawing.evaluate(touchingWords)).toEqual([]);

      await lines.last().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');

      await unfold(page);
      await expect(figure.getByRole('table').getByRole('row')).toHaveCount(13);
      expect(await misfits(page)).toEqual([]);
    });
  });
}

/** Words of a drawing that touch others or leave it, as the browser has set them. */
function touchingWords(drawing: SVGElement | HTMLElement): string[] {
  const { left, right } = drawing.getBoundingClientRect();
  const words = [...drawing.querySelectorAll('text')].flatMap((text) => {
    const lines = text.querySelector('tspan') ? [...text.querySelectorAll('tspan')] : [text];
    return lines.map((line) => ({ said: line.textContent ?? '', box: line.getBoundingClientRect() }));
  });
  const outside = words.filter(({ box }) => box.left < left - 1 || box.right > right + 1);
  /** The box of a line has room above and below its letters. */
  const ROOM = 3;
  const touching = words.flatMap((a, i) =>
    words
      .slice(i + 1)
      .filter(
        (b) =>
          a.box.left < b.box.right &&
          b.box.left < a.box.right &&
          a.box.top + ROOM < b.box.bottom - ROOM &&
          b.box.top + ROOM < a.box.bottom - ROOM,
      )
      .map((b) => `${a.said} × ${b.said}`),
  );
  return [...outside.map(({ said }) => `outside: ${said}`), ...touching];
}
