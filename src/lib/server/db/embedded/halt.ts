import { setTimeout as sleep } from 'node:timers/promises';
import { findByTitle, isPostmasterOf, send } from './process.ts';
import { clusterName } from './settings.ts';

const POLL_MS = 20;
/** Fast shutdown ends sessions and writes a checkpoint; immediate shutdown leaves recovery to the next start. */
const FAST_SHUTDOWN_MS = 2500;
const IMMEDIATE_SHUTDOWN_MS = 700;

/** Stops a server: fast shutdown, then immediate shutdown, then SIGKILL. Committed data is safe in each case. */
export async function haltPostmaster(pid: number, dataFolder: string): Promise<void> {
  const isGone = () => !isPostmasterOf(pid, dataFolder);
  if (isGone()) return;
  send(pid, 'SIGINT');
  if (await within(FAST_SHUTDOWN_MS, isGone)) return;
  send(pid, 'SIGQUIT');
  if (await within(IMMEDIATE_SHUTDOWN_MS, isGone)) return;
  send(pid, 'SIGKILL');
  await haltOrphans(dataFolder);
}

/** Ends child processes of a killed postmaster: while they hold its shared memory no new server can start. */
export async function haltOrphans(dataFolder: string): Promise<void> {
  const orphans = () => findByTitle(`postgres: ${clusterName(dataFolder)}: `);
  for (const pid of orphans()) send(pid, 'SIGQUIT');
  if (await within(IMMEDIATE_SHUTDOWN_MS, () => orphans().length === 0)) return;
  for (const pid of orphans()) send(pid, 'SIGKILL');
}

async function within(milliseconds: number, holds: () => boolean): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (!holds()) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
