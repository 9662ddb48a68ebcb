import { readConfig } from '#lib/server/platform/config.ts';
import { runCommand } from './command.ts';
import { borrowDatabase } from './database.ts';
import { migrate } from './prepare.ts';
import { refuseArguments } from './arguments.ts';

await runCommand(async (command) => {
  refuseArguments('Usage: npm run migrate');
  const database = await borrowDatabase(readConfig(process.env), command);
  const applied = await migrate(database);
  for (const name of applied) console.log(`Applied ${name}.`);
  if (applied.length === 0) console.log('The database is up to date.');
  return 'done';
}, 'Interrupted: run npm run migrate again.');
