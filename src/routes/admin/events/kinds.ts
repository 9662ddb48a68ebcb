import { m } from '#lib/i18n/paraglide/messages.js';
import type { EventView } from '#lib/types/contest.ts';

/** Names of the kinds of events. */
export const KINDS: Record<EventView['kind'], () => string> = {
  official: m.event_official,
  press: m.event_press,
  model: m.event_model,
  site: m.event_site,
};
