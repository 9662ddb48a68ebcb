import type { RequestHandler } from './$types';

/** Health check: status of database and keeper; 200 when both are ready, else 503. */
export const GET: RequestHandler = async ({ locals }) => {
  const { app } = locals;
  const { keeper } = app;
  const isConnected = await app.isDatabaseReachable();
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
