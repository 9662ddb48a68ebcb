// An admin who enters an announcement by hand.
import type { Page } from '@playwright/test';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as rounds from '#lib/server/questions/contest/rounds.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as editions from '#lib/server/questions/edition.ts';
import { openSince } from './close.ts';
import { withDatabase } from './database.ts';
import type { Hand } from './resolving.ts';
import type { Site } from './site.ts';
import { expect } from './test.ts';

export const ANNOUNCEMENT = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=3';

/** Long before any announcement of these tests. */
const LONG_AGO = new Date('2026-10-01T00:00:00+09:00');

/** Motif joins round 3, so that it has four entrants as round 2 had, and the final question has a new edition with it. */
export async function enterMotif(site: Site): Promise<void> {
  await withDatabase(site, async (db) => {
    const none = { enteredOn: null, model: null, modelParamsKo: null, modelParamsEn: null };
    await rounds.addEntrant(db, COMMAND_LINE, 3, 'motif', { entry: 'wildcard', ...none });
    const { draft } = await questionAdmin.get(db, 'final-3');
    const label = { ko: '모티프', en: 'Motif' };
    const options = [...draft.options, { slug: 'motif', company: 'motif', label, shortLabel: label }];
    await editions.start(db, COMMAND_LINE, 'final-3', { ...draft, slug: 'final-3b', options });
  });
  for (const slug of ['final-3', 'final-3b', 'count-3']) await openSince(site, slug, LONG_AGO);
}

const radio = (page: Page, group: string, name: string) =>
  page.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name, exact: true });

/** Says of each entrant whether it goes on; `reason` is that of those who do not. */
export async function enterOutcomes(
  page: Page,
  hand: Hand,
  outcomes: Record<string, '진출' | '탈락'>,
  reason = '점수',
): Promise<void> {
  for (const [company, outcome] of Object.entries(outcomes)) {
    await hand.click(radio(page, company, outcome));
    if (outcome === '탈락') await hand.click(radio(page, `${company} 탈락 이유`, reason));
  }
}

/** Says that it has just become public, and where. */
export async function enterNow(page: Page, hand: Hand, address = ANNOUNCEMENT): Promise<void> {
  await hand.click(page.getByRole('radio', { name: '지금' }));
  await hand.type(page.getByLabel('공식 발표 주소'), address);
}

/** Goes on from what was entered to what follows from it. */
export async function toConsequences(page: Page, hand: Hand): Promise<void> {
  await hand.click(page.getByRole('button', { name: '미리 보기' }));
  await expect(page.getByRole('heading', { name: '공개하면 이렇게 바뀌어요' })).toBeVisible();
}

export const publishButton = (page: Page) => page.getByRole('button', { name: '이대로 공개하기' });
