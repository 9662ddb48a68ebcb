import { findAccount, type NamedAccount, setIsAdmin } from '#lib/server/people/moderation/admins.ts';
import { deleteOwn } from '#lib/server/people/accounts/deletion.ts';
import { createToken } from '#lib/server/people/accounts/recovery.ts';
import { endSessions } from '#lib/server/people/sessions/sessions.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { requireOwnSchema } from '#lib/server/platform/db/migrate.ts';
import { AppError } from '#lib/server/platform/errors.ts';
import * as passkeys from '#lib/server/people/passkeys/service.ts';
import { CommandError, runCommand } from './command.ts';
import { borrowDatabase } from './database.ts';

const USAGE =
  'Usage: npm run admin -- make|revoke|author|reset|end-sessions|delete HANDLE (or a verified e-mail address)';
const UNDEFINED_TABLE = '42P01';

/** @param origin what links start with. @returns what was done, after the account's name */
type Action = (db: Db, account: NamedAccount, origin: string) => Promise<string>;

const ACTIONS = new Map<string, Action>([
  [
    'make',
    async (db, { id }) =>
      (await setIsAdmin(db, id, true)) ? 'is an admin now, and has to sign in again' : 'is an admin already',
  ],
  [
    'revoke',
    async (db, { id }) =>
      (await setIsAdmin(db, id, false)) ? 'is no longer an admin' : 'is no admin, nothing to revoke',
  ],
  [
    'author',
    async (db, { id }, origin) =>
      `becomes the author by opening this link, signed in, within an hour: ${origin}/me/author?token=${await createToken(db, id, 'author')}`,
  ],
  [
    'reset',
    async (db, { id }, origin) => {
      await passkeys.removeAll(db, id);
      return `has no passkeys now and sets a new password by this link, once, within an hour: ${origin}/reset/confirm?token=${await createToken(db, id, 'reset')}`;
    },
  ],
  [
    'end-sessions',
    async (db, { id }) => {
      await endSessions(db, id);
      return 'is signed out everywhere';
    },
  ],
  [
    'delete',
    async (db, { id }) => {
      await deleteOwn(db, { mail: null, locale: 'ko' }, id);
      return 'is deleted';
    },
  ],
]);

function readArguments([verb = '', who, ...rest]: string[]): { action: Action; who: string } {
  const action = ACTIONS.get(verb);
  if (!action || !who?.trim() || rest.length > 0) throw new CommandError(USAGE);
  return { action, who };
}

/** @throws CommandError where there is no such account, no table yet, or the account may not be changed so */
async function run(url: string, action: Action, who: string, origin: string): Promise<string> {
  const { db, close } = connect(url, { max: 1, applicationName: 'final-two admin' });
  try {
    await requireOwnSchema(db);
    const account = await findAccount(db, who);
    if (!account)
      throw new CommandError(
        `No account has the handle or the verified address ${who}: join on the site first, then run this again.`,
      );
    const done = await action(db, account, origin);
    return `${account.handle}, joined ${account.joinedAt.toISOString()}, ${done}.`;
  } catch (error) {
    if (error instanceof AppError) throw new CommandError(refusalOf(error), { cause: error });
    if ((error as { code?: string }).code !== UNDEFINED_TABLE) throw error;
    throw new CommandError('The database is empty: run npm start (or npm run seed) first.', { cause: error });
  } finally {
    await close();
  }
}

function refusalOf(error: AppError): string {
  return error.message.includes('deletion-of-admin')
    ? 'Admins and the author cannot be deleted: revoke the flag first.'
    : error.message;
}

await runCommand(async (command) => {
  const { action, who } = readArguments(process.argv.slice(2));
  const config = readConfig(process.env);
  const { ownerUrl } = await borrowDatabase(config, command);
  console.log(await run(ownerUrl, action, who, config.mailOrigin));
  return 'done';
}, 'Interrupted: run it again.');
