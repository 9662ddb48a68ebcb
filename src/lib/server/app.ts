import type { Logger } from 'pino';
import { deleteOldRefusals } from './people/accounts/deletion-queries.ts';
import { deleteExpiredTokens } from './people/accounts/queries.ts';
import { type Auth, createAuth } from './people/sessions/auth.ts';
import { connect, type Db, isReachable, listTimeouts } from './platform/db/connect.ts';
import { foldContentChanges } from './platform/db/content-version.ts';
import { createLimits, type Limits } from './platform/limits/limits.ts';
import * as publications from './results/resolutions/publications.ts';
import * as verification from './people/verification/service.ts';
import type pg from 'pg';
import { hashingLoad } from './people/sessions/password.ts';
import type { Config } from './platform/config.ts';
import * as contest from './questions/contest/service.ts';
import { CrowdKeeper } from './forecasts/crowd/keeper.ts';
import { openReads, type Reads } from './platform/db/replica.ts';
import { getSecret } from './platform/db/secret.ts';
import { ForecastBatches } from './forecasts/batches.ts';
import { BoardWatch } from './forecasts/live/board-watch.ts';
import { LiveFeed } from './forecasts/live/feed.ts';
import { feedMarkets } from './market/feed.ts';
import { MarketHistories } from './market/history.ts';
import { MarketKeeper, openingAt } from './market/keeper.ts';
import { MarketTrades } from './market/trades.ts';
import { Metrics } from './platform/metrics/metrics.ts';
import { Mailer } from './platform/mail/mailer.ts';
import { SessionWatch } from './people/sessions/sessions.ts';
import { ProviderClients } from './people/providers/clients.ts';
import { Publisher } from './results/resolutions/publisher.ts';
import { Pictures } from './share/pictures/pictures.ts';
import { type Storage, watchStorage } from './platform/storage.ts';
import { WhatIfBoards } from './results/what-if/boards.ts';

const SWEEP_MS = 60 * 60 * 1000;

/** Deletes expired rows and folds content changes, once an hour. @returns a function that stops it */
function sweepHourly(db: Db, auth: Auth, limits: Limits, log: Logger): () => void {
  const sweep = () =>
    Promise.all([
      auth.sweep(),
      limits.sweep(),
      deleteExpiredTokens(db),
      deleteOldRefusals(db),
      verification.sweep(db),
      publications.sweep(db),
      foldContentChanges(db),
    ]).catch((error: unknown) => log.warn({ err: error }, 'what has expired could not be swept'));
  const timer = setInterval(sweep, SWEEP_MS);
  timer.unref();
  return () => clearInterval(timer);
}

// Process-wide resources: opened once at startup, closed at shutdown, available to routes as `locals.app`.

export interface App {
  config: Config;
  log: Logger;
  /** The primary. */
  db: Db;
  /** Where `locals.db` comes from for visitors. */
  reads: Reads;
  pool: pg.Pool;
  auth: Auth;
  limits: Limits;
  forecasts: ForecastBatches;
  keeper: CrowdKeeper;
  markets: MarketKeeper;
  marketHistories: MarketHistories;
  trades: MarketTrades;
  live: LiveFeed;
  boards: WhatIfBoards;
  publisher: Publisher;
  pictures: Pictures;
  mail: Mailer;
  metrics: Metrics;
  providers: ProviderClients;
  storage: Storage;
  /** Whether the database holds a simulation; every page and response is marked then. */
  isSimulation: boolean;
  /** Signs visitors' drafts; shared by all processes through the database. */
  draftSecret: Uint8Array;
  /** Signs the cookies of devices that have signed in. */
  deviceSecret: Uint8Array;
  /** Signs the cookies of sign-ins by providers and passkeys. */
  providerSecret: Uint8Array;
  /** Whether the database answers. */
  isDatabaseReachable(): Promise<boolean>;
  close(): Promise<void>;
}

/** Without time limits a session that hangs would keep its locks, and those who wait for them, for good. */
async function warnOfAbsentTimeouts(db: Db, log: Logger): Promise<void> {
  const absent = (await listTimeouts(db)).filter(({ ms }) => ms === 0).map(({ name }) => name);
  if (absent.length > 0) log.warn({ absent }, 'the database sets no time limits: see docs/operations.md');
}

function openLive(db: Db, keeper: CrowdKeeper, log: Logger): LiveFeed {
  const boards = new BoardWatch((error) => log.error({ err: error }, 'a board could not be worked out'));
  const sessions = new SessionWatch(db, (error) =>
    log.error({ err: error }, 'the ended sessions could not be read'),
  );
  return new LiveFeed(keeper, boards, sessions);
}

/** The markets, whose prices go out to the streams. */
async function openMarkets(db: Db, keeper: CrowdKeeper, live: LiveFeed, log: Logger) {
  const markets = new MarketKeeper(db, openingAt(keeper));
  const trades = new MarketTrades(db, markets);
  const stopFeed = feedMarkets(markets, {
    questionOf: (id) => keeper.fields().find((field) => field.id === id),
    send: (slug, market) => live.sendMarket(slug, market),
    onError: (error) => log.error({ err: error }, 'prices could not be sent'),
  });
  // After the feed, which then reads every market once: streams begin with the prices in memory.
  await markets.start((error) => log.error({ err: error }, 'the markets could not be read'));
  const close = async () => {
    await trades.close();
    stopFeed();
    markets.stop();
  };
  return { markets, trades, marketHistories: new MarketHistories(), close };
}

/** Opens the app on a database that is migrated and seeded. */
export async function openApp(config: Config, log: Logger): Promise<App> {
  if (!config.databaseUrl) throw new Error('DATABASE_URL is not set: start the app by `npm start`.');
  const { db, pool, run, close } = connect(config.databaseUrl, {
    max: config.databasePool,
    onError: (error) => log.warn({ err: error }, 'an idle database connection ended'),
  });
  await warnOfAbsentTimeouts(db, log);
  const reads = openReads(db, {
    ...{ primaryUrl: config.databaseUrl, replicaUrl: config.databaseReadUrl },
    ...{ max: config.databasePool, log },
  });
  const isSimulation = await contest.isSimulation(db);
  const keeper = new CrowdKeeper(db, {
    onError: (error) => log.error({ err: error }, 'the crowd keeper could not read the log'),
  });
  // Before the streams, whose pages ask for the result at once.
  keeper.listenToResolutions(() => reads.doubt());
  await keeper.start();
  const live = openLive(db, keeper, log);
  const { close: closeMarkets, ...markets } = await openMarkets(db, keeper, live, log);
  const boards = new WhatIfBoards(config.boardWorker, config.databaseUrl, keeper.log);
  const publisher = new Publisher(config.publishWorker, config.databaseUrl);
  const pictures = new Pictures(config.pictureWorker);
  const mail = new Mailer(pool, config, log);
  await mail.start();
  const auth = createAuth(db, config.cookiePrefix);
  const limits = createLimits(pool);
  const metrics = new Metrics();
  const forecasts = new ForecastBatches(run, (row) => keeper.take(row), metrics.forecasts);
  metrics.watch({ forecasts, keeper, live, mail, pictures, hashingLoad, pool, reads });
  const stopSweeping = sweepHourly(db, auth, limits, log);

  return {
    config,
    log,
    db,
    reads,
    pool,
    auth,
    limits,
    forecasts,
    keeper,
    ...markets,
    live,
    boards,
    publisher,
    pictures,
    mail,
    metrics,
    providers: new ProviderClients(config.providers),
    storage: watchStorage(log),
    isSimulation,
    draftSecret: await getSecret(db, 'draft'),
    deviceSecret: await getSecret(db, 'device'),
    providerSecret: await getSecret(db, 'provider'),
    isDatabaseReachable: () => isReachable(db),
    async close() {
      stopSweeping();
      metrics.close();
      live.close();
      await forecasts.close();
      await closeMarkets();
      await boards.close();
      await publisher.close();
      await pictures.close();
      await mail.close();
      await keeper.stop();
      await reads.close();
      await close();
    },
  };
}
