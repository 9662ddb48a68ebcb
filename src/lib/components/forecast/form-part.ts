// The forecast form as a part of a page, after its own parts: Kit gives a page the styles of what it may fetch itself, in
// the order in which it meets it, and no further.
import type { Until } from '#lib/components/later/enliven.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';

export { parts as partsOfForm } from './form-parts.ts';

export const formPart = () => import('./ForecastForm.svelte');

/** Where numbers are unfolded from the start, their sliders come by themselves; faults need their words. */
export const untilOf = ({ mode, faults }: ForecastForm): Until =>
  mode === 'numbers' || faults.length > 0 ? 'seen' : 'touched';
