// `npm run rig -- [--quick] [--processes N]`: starts the rig, prints what was checked, and exits with 1 where something
// does not hold. With --processes it looks at that many processes on a log of a million rows, and at nothing else.
import { parseArgs } from 'node:util';
import { CommandError, runCommand } from '../../src/cli/command.ts';
import { print } from './check.ts';
import { checkEqual } from './equal.ts';
import { checkKilledApp, checkKilledPgbouncer } from './killed.ts';
import { checkMany, OLD_ROWS } from './many.ts';
import { MISSING } from './programs.ts';
import { openRig } from './rig.ts';
import { checkRollingRestart } from './rolling.ts';

const ACCOUNTS = 20_000;
const PROCESSES = 3;
const MOST_PROCESSES = 20;

if (MISSING) {
  console.error(MISSING);
  process.exit(2);
}

await runCommand(async (command) => {
  const many = readProcesses();
  const rig = await openRig({
    processes: many ?? PROCESSES,
    accounts: ACCOUNTS,
    oldRows: many === null ? 0 : OLD_ROWS,
    atEnd: (step) => command.atEnd(step),
  });
  const checks =
    many === null ? [checkEqual, checkKilledApp, checkKilledPgbouncer, checkRollingRestart] : [checkMany];
  let failed = 0;
  for (const check of checks) {
    for (const finding of await check(rig)) {
      print(finding);
      if (!finding.holds) failed += 1;
    }
  }
  if (failed > 0) await command.end(1);
  return 'done';
}, 'Interrupted.');

function readProcesses(): number | null {
  const { processes } = parseArgs({ options: { processes: { type: 'string' } } }).values;
  if (processes === undefined) return null;
  const count = Number(processes);
  if (!Number.isInteger(count) || count < 1 || count > MOST_PROCESSES)
    throw new CommandError(`--processes takes a number from 1 to ${MOST_PROCESSES}.`);
  return count;
}
