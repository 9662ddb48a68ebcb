import * as questions from '#lib/server/questions/service.ts';
import { pictureKey } from '#lib/server/share/pictures/picture.ts';
import { pictureOf } from './words.ts';
import type { RequestHandler } from './$types';

const CACHED = 'public, max-age=300';

/** The share picture, from the database alone: the query string has no effect. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { keeper, config, isSimulation, pictures } = locals.app;
  const reader = { accountId: null, hasAuthor: config.authorName !== null };
  const question = await questions.get(locals.db, keeper, reader, params.slug);
  const picture = pictureOf(question, isSimulation);
  const headers = { etag: `"${pictureKey(picture)}"`, 'cache-control': CACHED };
  if (request.headers.get('if-none-match')?.includes(headers.etag))
    return new Response(null, { status: 304, headers });
  const png = await pictures.png(picture);
  return new Response(png, {
    headers: { ...headers, 'content-type': 'image/png', 'content-length': String(png.byteLength) },
  });
};
