// XML documents: a feed (Atom, RFC 4287) and a sitemap. Pure.

export interface Entry {
  id: string;
  link: string;
  title: string;
  summary: string;
  updated: string;
}

interface Feed {
  /** Absolute addresses of the feed and of its page. */
  self: string;
  site: string;
  language: string;
  title: string;
  subtitle: string;
  author: string;
  /** Newest first. */
  entries: readonly Entry[];
}

const PROLOGUE = '<?xml version="1.0" encoding="utf-8"?>\n';
/** `updated` of a feed without entries. */
const LONG_AGO = '2025-08-04T00:00:00.000Z';

export function atom({ self, site, language, title, subtitle, author, entries }: Feed): string {
  return `${PROLOGUE}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escape(language)}">
  <id>${escape(self)}</id>
  <title>${escape(title)}</title>
  <subtitle>${escape(subtitle)}</subtitle>
  <link rel="self" type="application/atom+xml" href="${escape(self)}"/>
  <link rel="alternate" type="text/html" href="${escape(site)}"/>
  <author><name>${escape(author)}</name></author>
  <updated>${escape(entries[0]?.updated ?? LONG_AGO)}</updated>
${entries.map(entryOf).join('')}</feed>
`;
}

function entryOf({ id, link, title, summary, updated }: Entry): string {
  return `  <entry>
    <id>${escape(id)}</id>
    <title>${escape(title)}</title>
    <link rel="alternate" href="${escape(link)}"/>
    <updated>${escape(updated)}</updated>
    <summary>${escape(summary)}</summary>
  </entry>
`;
}

/** @param pages absolute addresses of each page by language, the default language first */
export function sitemap(
  pages: readonly (readonly (readonly [language: string, address: string])[])[],
): string {
  const urls = pages.flatMap((addresses) => {
    const links = [...addresses, ['x-default', addresses[0]?.[1] ?? ''] as const].map(
      ([language, address]) =>
        `    <xhtml:link rel="alternate" hreflang="${escape(language)}" href="${escape(address)}"/>\n`,
    );
    return addresses.map(
      ([, address]) => `  <url>\n    <loc>${escape(address)}</loc>\n${links.join('')}  </url>\n`,
    );
  });
  return `${PROLOGUE}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('')}</urlset>
`;
}

/** Escapes a text for XML, without the control characters that XML does not allow. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
