/** What a page that is not about one question says of itself where it is shared: its own words, the site's picture. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { ShareView } from '#lib/types/share.ts';

/** The title of a page as browsers, messengers and search engines show it. */
export function pageTitle(title: string): string {
  return `${title} · ${m.site_name()}`;
}

/** What the site is; the author is not named where it has none. */
export function siteDescription(hasAuthor: boolean): string {
  return hasAuthor ? m.layout_description() : m.layout_description_alone();
}

/** What the site says of itself, and each page that has nothing of its own to say. */
export function shareSite(hasAuthor: boolean): ShareView {
  return { ...sitePicture(), title: m.site_name(), description: siteDescription(hasAuthor) };
}

/** What a page says of itself: nothing that it does not show. */
export function sharePage(title: string, description: string): ShareView {
  return { ...sitePicture(), title: pageTitle(title), description };
}

function sitePicture(): Pick<ShareView, 'picture' | 'alt'> {
  return { picture: `/share-${getLocale()}.png`, alt: m.share_site_alt() };
}
