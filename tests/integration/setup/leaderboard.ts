// Results of forecasts that are right and wrong, in hours after the opening.
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { handleOf, resultOf } from './factories.ts';
import { findProfile } from './profile.ts';
import { cloneWithHours } from './replay.ts';

export const RIGHT = [800, 800, 400];
export const WRONG = [400, 800, 800];
export const OUTCOME = [true, true, false];

/** A site with hours after the opening; `publish` gives, after ten of them, a result that was known after eight. */
export async function setUpResults() {
  const site = await cloneWithHours('count-3');
  const { db, admin, at, timeAt } = site;
  const profileOf = async (accountId: number) =>
    (await findProfile(db, await handleOf(db, accountId)))!.forecaster;
  const publish = (slug: string, outcome: boolean[], version = 0) => {
    const note = version > 0 ? 'it was read wrongly' : '';
    return resolutions.publish(at(10 + version), admin, slug, resultOf(outcome, timeAt(8), note), version);
  };
  return { ...site, profileOf, publish };
}
