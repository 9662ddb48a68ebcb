import { sql } from 'kysely';
import type { RequestHandler } from './$types';

/** Database and keeper apart: 200 once both are ready. */
export const GET: RequestHandler = async ({ locals }) => {
  const { db, keeper } = locals.app;
  const isConnected = await sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const isReady = isConnected && keeper.isReady;
  return Response.json(
    {
      ready: isReady,
      database: isConnected ? 'ok' : 'unreachable',
      keeper: keeper.isReady ? 'ok' : 'behind',
    },
    { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
};
