// `npm run icons`: renders the images of static/, which are committed: icons from the mark, and the share picture of pages
// that are not about one question. Run it after a change of the mark, the site's name or its description.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { m } from '#lib/i18n/paraglide/messages.js';
import { locales } from '#lib/i18n/paraglide/runtime.js';
import { pngOf } from './drawing.ts';
import { siteElement } from './element.ts';

const STATIC = resolve(import.meta.dirname, '../../../../../static');
const GROUND = '#1b1914';
/** Scales the mark into the safe zone of a maskable icon. */
const WIDE = 'viewBox="-3 -3 38 38"';

const mark = readFileSync(`${STATIC}/favicon.svg`, 'utf8');
const unmasked = mark.replace('viewBox="0 0 32 32"', WIDE).replace(' rx="7"', '');

function write(name: string, svg: string, size: number, background?: string): void {
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: size },
    ...(background ? { background } : {}),
  });
  writeFileSync(`${STATIC}/${name}`, drawing.render().asPng());
}

write('icon-192.png', mark, 192);
write('icon-512.png', mark, 512);
write('icon-maskable-512.png', unmasked, 512, GROUND);
write('apple-touch-icon.png', unmasked, 180, GROUND);

for (const locale of locales) {
  const said = {
    site: m.site_name({}, { locale }),
    description: m.layout_description_alone({}, { locale }),
    disclaimer: m.layout_disclaimer({}, { locale }),
  };
  writeFileSync(`${STATIC}/share-${locale}.png`, await pngOf(siteElement(said)));
}
