import { makeAdmin, revokeAdmin, type AdminChange } from '#lib/server/accounts/admins.ts';
import { readConfig } from '#lib/server/config.ts';
import { connect } from '#lib/server/db/connect.ts';
import { requireOwnSchema } from '#lib/server/db/migrate.ts';
import { CommandError, runCommand } from './command.ts';
import { borrowDatabase } from './database.ts';

const USAGE =
  'Usage: npm run admin -- make|revoke EMAIL (or the handle, where several accounts claim one address)';
const UNDEFINED_TABLE = '42P01';
const ACTIONS = {
  make: { change: makeAdmin, done: 'is an admin now', unchanged: 'is an admin already' },
  revoke: { change: revokeAdmin, done: 'is no longer an admin', unchanged: 'is no admin, nothing to revoke' },
};

type Action = (typeof ACTIONS)[keyof typeof ACTIONS];

function readArguments([verb, who, ...rest]: string[]): { action: Action; who: string } {
  if ((verb !== 'make' && verb !== 'revoke') || !who?.trim() || rest.length > 0)
    throw new CommandError(USAGE);
  return { action: ACTIONS[verb], who };
}

/** @throws CommandError where there is not exactly one account, or no table yet */
async function change(url: string, action: Action, who: string): Promise<string> {
  const { db, close } = connect(url, { max: 1, applicationName: 'final-two admin' });
  try {
    await requireOwnSchema(db);
    return describe(await action.change(db, who), action, who);
  } catch (error) {
    if ((error as { code?: string }).code !== UNDEFINED_TABLE) throw error;
    throw new CommandError('The database is empty: run npm start (or npm run seed) first.', { cause: error });
  } finally {
    await close();
  }
}

function describe(outcome: AdminChange, action: Action, who: string): string {
  if (outcome.result === 'unknown')
    throw new CommandError(`No account has the address ${who}: join on the site first, then run this again.`);
  if (outcome.result === 'ambiguous')
    throw new CommandError(
      `Several accounts claim ${who}: name one by its handle, ${outcome.handles.join(' or ')}.`,
    );
  return `${outcome.handle}, joined ${outcome.joinedAt.toISOString()}, ${action[outcome.result]}.`;
}

await runCommand(async (command) => {
  const { action, who } = readArguments(process.argv.slice(2));
  const { ownerUrl } = await borrowDatabase(readConfig(process.env), command);
  console.log(await change(ownerUrl, action, who));
  return 'done';
}, 'Interrupted: run it again.');
