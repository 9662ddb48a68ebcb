// The crowd of the final question, and people who move it.
import { type APIRequestContext, expect } from '@playwright/test';
import { type Place, postForecast, requestsOf } from './people.ts';

const SLUG = 'final-3';

/** A forecast on the question of how many remain. */
export const COUNTS = { 'one-or-none': '10', two: '70', three: '15', 'no-result': '5' };

export interface Crowd {
  permille: Record<string, number>;
  forecasters: number;
  version: number;
}

/** Odds as pages show them. */
export const percent = (permille: number | undefined) => `${((permille ?? 0) / 10).toFixed(1)}%`;

/** The odds as of now: who sends a cookie gets no stored response. */
export async function crowdOf(request: APIRequestContext): Promise<Crowd> {
  const headers = { cookie: 'theme=dark' };
  return (await request.get(`/api/v1/questions/${SLUG}/crowd`, { headers })).json();
}

/** Somebody new forecasts, without a page; percent in the order of its options. */
export async function someoneForecasts(place: Place, ...percent: string[]): Promise<void> {
  const [skt = '', upstage = '', lg = ''] = percent;
  const another = await requestsOf(place);
  expect((await postForecast(another, place.url, SLUG, { skt, upstage, lg })).status()).toBe(303);
  await another.dispose();
}
