import { redirect, type RequestEvent } from '@sveltejs/kit';
import { localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { listSessions } from '../../people/sessions/sessions.ts';
import { type Section, sectionsOf } from './sections.ts';

/** Sent at once. */
const CHUNK_LENGTH = 16_384;

/** Streams everything stored about the reader as a file. @param write turns the sections into text, piece by piece */
export async function exportFile(
  { locals, cookies }: RequestEvent,
  { name, type }: { name: string; type: string },
  write: (sections: Record<string, Section>) => AsyncGenerator<string>,
): Promise<Response> {
  const { app, account } = locals;
  if (!account) redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(localizeHref('/me'))}`);
  const sessions = await listSessions(app.db, account.id, cookies.get(app.auth.cookieName) ?? '');
  const sections = await sectionsOf(
    app.db,
    account.id,
    sessions.map(({ current, createdAt, lastUsedAt }) => ({ current, createdAt, lastUsedAt })),
  );
  return new Response(streamOf(write(sections)), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
}

/** Pieces of text as bytes, generated as fast as they are read. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      let chunk = '';
      while (chunk.length < CHUNK_LENGTH) {
        const { done, value } = await pieces.next();
        if (done) {
          if (chunk) controller.enqueue(encoder.encode(chunk));
          return controller.close();
        }
        chunk += value;
      }
      controller.enqueue(encoder.encode(chunk));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
