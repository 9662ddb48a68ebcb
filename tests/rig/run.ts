// `npm run rig -- [--quick] [--processes N]`: starts the rig, prints what was checked, and exits with 1 where something
// does not hold. With --quick the replica is paused for twenty seconds instead of two minutes, and the integration tests
// are left out. With --processes it looks at that many processes on a log of a million rows, and at nothing else.
import { parseArgs } from 'node:util';
import { CommandError, runCommand } from '../../src/cli/command.ts';
import { type Finding, print } from './check.ts';
import { checkEqual } from './equal.ts';
import { checkKilledApp, checkKilledPgbouncer } from './killed.ts';
import { checkMany, OLD_ROWS } from './many.ts';
import { MISSING } from './programs.ts';
import { checkPausedReplica } from './paused.ts';
import { openRig, type Rig } from './rig.ts';
import { checkRollingRestart } from './rolling.ts';
import { checkSuite } from './suite.ts';

const ACCOUNTS = 20_000;
const PROCESSES = 3;
const MOST_PROCESSES = 20;

if (MISSING) {
  console.error(MISSING);
  process.exit(2);
}

await runCommand(async (command) => {
  const { many, isQuick } = readOptions();
  const rig = await openRig({
    processes: many ?? PROCESSES,
    accounts: ACCOUNTS,
    oldRows: many === null ? 0 : OLD_ROWS,
    atEnd: (step) => command.atEnd(step),
  });
  // The result that is published while the replica is paused ends the forecasts: last.
  const whole = [
    ...[checkEqual, checkKilledApp, checkKilledPgbouncer, checkRollingRestart],
    (each: Rig) => checkPausedReplica(each, isQuick),
  ];
  const checks = many === null ? whole : [checkMany];
  let failed = 0;
  const report = (findings: Finding[]) => {
    findings.forEach(print);
    failed += findings.filter(({ holds }) => !holds).length;
  };
  for (const check of checks) report(await check(rig));
  await rig.stop();
  if (many === null && !isQuick) report(await checkSuite(command.signal));
  if (failed > 0) await command.end(1);
  return 'done';
}, 'Interrupted.');

function readOptions(): { many: number | null; isQuick: boolean } {
  const { processes, quick = false } = parseArgs({
    options: { processes: { type: 'string' }, quick: { type: 'boolean' } },
  }).values;
  const many = processes === undefined ? null : Number(processes);
  if (many !== null && !(Number.isInteger(many) && many >= 1 && many <= MOST_PROCESSES))
    throw new CommandError(`--processes takes a number from 1 to ${MOST_PROCESSES}.`);
  return { many, isQuick: quick };
}
