import { m } from '#lib/i18n/paraglide/messages.js';

/** What the accounts of a group have in common. */
export const KIND_TITLES = {
  hour: m.admin_joins_by_hour,
  address: m.admin_joins_by_address,
  domain: m.admin_joins_by_domain,
  forecast: m.admin_joins_by_forecast,
};

const SHOWN_OF_HASH = 8;

/** The first digits of a hashed address tell it from others of its day. */
export function shortKey(addressKey: string): string {
  return addressKey.slice(0, SHOWN_OF_HASH);
}
