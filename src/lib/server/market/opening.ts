import type { CrowdKeeper } from '../crowd/keeper.ts';
import type { OpeningOf } from './keeper.ts';

/** With fewer forecasters a market opens at even prices. */
const FEWEST_FORECASTERS = 5;

/** Markets open at the crowd odds. */
export function openingAt(keeper: Pick<CrowdKeeper, 'crowd'>): OpeningOf {
  return (questionId) => {
    const { permille, forecasters } = keeper.crowd(questionId);
    return forecasters >= FEWEST_FORECASTERS ? permille : null;
  };
}
