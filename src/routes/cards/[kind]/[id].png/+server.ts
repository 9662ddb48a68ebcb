import * as cards from '#lib/server/share/cards/service.ts';
import { momentOf } from '#lib/server/questions/moment.ts';
import * as questions from '#lib/server/questions/service.ts';
import { pictureKey } from '#lib/server/share/pictures/picture.ts';
import { cardPicture } from './words.ts';
import type { RequestHandler } from './$types';

/** Asked for again each time, so that a card that is revoked or changed is not shown from a cache. */
const CACHED = 'public, no-cache';

/** The picture of a card, from the database alone: the query string has no effect. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { keeper, config, isSimulation, pictures } = locals.app;
  const reader = { accountId: null, hasAuthor: config.authorName !== null };
  const card = await cards.get(locals.db, reader, params);
  const moment = await momentOf(locals.db, keeper.catalogue, reader);
  const picture = cardPicture(card, questions.getAt(moment, keeper, card.question), isSimulation);
  const headers = {
    etag: `"${pictureKey(picture)}"`,
    'cache-control': CACHED,
    'x-robots-tag': 'noindex',
  };
  if (request.headers.get('if-none-match')?.includes(headers.etag))
    return new Response(null, { status: 304, headers });
  const png = await pictures.png(picture);
  return new Response(png, {
    headers: { ...headers, 'content-type': 'image/png', 'content-length': String(png.byteLength) },
  });
};
