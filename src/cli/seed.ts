import { readConfig } from '#lib/server/platform/config.ts';
import { runCommand } from './command.ts';
import { borrowDatabase } from './database.ts';
import { migrate, seed } from './prepare.ts';
import { refuseArguments } from './arguments.ts';

await runCommand(async (command) => {
  refuseArguments('Usage: npm run seed');
  const database = await borrowDatabase(readConfig(process.env), command);
  await migrate(database);
  await seed(database);
  console.log('The contest is in the database.');
  return 'done';
}, 'Interrupted: run npm run seed again.');
