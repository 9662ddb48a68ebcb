import type { RequestHandler } from './$types';

/** Health check: status of database, keeper and storage; 200 when all are ready, else 503. */
export const GET: RequestHandler = async ({ locals }) => {
  const { app } = locals;
  const { keeper } = app;
  const isConnected = await app.isDatabaseReachable();
  const isFull = app.storage.isFull();
  const isReady = isConnected && keeper.isReady && !isFull;
  return Response.json(
    {
      ready: isReady,
      database: isConnected ? 'ok' : 'unreachable',
      keeper: keeper.isReady ? 'ok' : 'behind',
      storage: isFull ? 'full' : 'ok',
    },
    { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
};
