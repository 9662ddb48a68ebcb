// The crowd of the final question, and people who move it.
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { join, newPerson, postForecast } from './people.ts';
import type { Site } from './site.ts';

const SLUG = 'final-3';

export interface Crowd {
  permille: Record<string, number>;
  forecasters: number;
  version: number;
}

/** The odds as everybody can read them. */
export async function crowdOf(request: APIRequestContext): Promise<Crowd> {
  return (await request.get(`/api/v1/questions/${SLUG}/crowd`)).json();
}

/** Somebody new forecasts, without a page; percent in the order of its options. */
export async function someoneForecasts(page: Page, { url }: Site, ...percent: string[]): Promise<void> {
  const [skt = '', upstage = '', lg = ''] = percent;
  const another = await page.context().browser()!.newContext({ baseURL: url });
  await join(another.request, url, newPerson());
  expect((await postForecast(another.request, url, SLUG, { skt, upstage, lg })).status()).toBe(303);
  await another.close();
}
