// A rolling restart under load: every page and every forecast is answered as ever.
import { setTimeout as sleep } from 'node:timers/promises';
import { QUESTION } from '../bench/load/run-client.ts';
import type { Finding } from './check.ts';
import { NOTICED_AFTER_MS } from './haproxy.ts';
import { statusOf } from '../setup/site.ts';
import { countLost, describe, post } from './load.ts';
import type { Rig } from './rig.ts';

const PAGES = [
  '/',
  `/questions/${QUESTION}`,
  `/api/v1/questions/${QUESTION}/crowd`,
  '/leaderboard',
  '/favicon.svg',
];
const READERS = 4;
const FORECASTS_PER_SECOND = 100;
const LOAD_SECONDS = 10;

export async function checkRollingRestart(rig: Rig): Promise<Finding[]> {
  const statuses: Record<number, number> = {};
  let isOver = false;
  const read = async () => {
    for (let turn = 0; !isOver; turn++) {
      const status = await statusOf(rig.origin + PAGES[turn % PAGES.length]);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  const readers = Promise.all(Array.from({ length: READERS }, read));
  const restarting = restartAll(rig).finally(() => (isOver = true));
  const posted = [];
  while (!isOver) posted.push(await post(rig, { seconds: LOAD_SECONDS, perSecond: FORECASTS_PER_SECOND }));
  const seconds = await restarting;
  await readers;

  const failed = posted.filter(
    ({ refused, unanswered }) => unanswered > 0 || Object.keys(refused).length > 0,
  );
  let lost = 0;
  for (const load of posted) lost += await countLost(rig, load);
  const pages = Object.entries(statuses).map(([status, n]) => `${n} × ${status}`);
  return [
    {
      what: 'every page is answered during a rolling restart',
      holds: Object.keys(statuses).join() === '200',
      figures: `${pages.join(', ')} in ${seconds.toFixed(0)} s`,
    },
    {
      what: 'every forecast is answered at once during a rolling restart, and none is lost',
      holds: failed.length === 0 && lost === 0,
      figures: `${lost} lost of ${posted.map(describe).join('; ')}`,
    },
  ];
}

/** @returns seconds that it took */
async function restartAll(rig: Rig): Promise<number> {
  const startedAt = performance.now();
  for (const [n, app] of rig.apps.entries()) {
    await app.end('SIGTERM');
    rig.apps[n] = await rig.startApp(n);
    await sleep(NOTICED_AFTER_MS);
  }
  return (performance.now() - startedAt) / 1000;
}
