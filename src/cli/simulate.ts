import { readConfig } from '#lib/server/platform/config.ts';
import { connect } from '#lib/server/platform/db/connect.ts';
import { makeClockSettable } from '#lib/server/platform/db/settable-clock.ts';
import { claimDatabase } from './claim.ts';
import { CommandError, runCommand, type Command } from './command.ts';
import { migrate } from './prepare.ts';
import { isBuilt, isServable, markComplete, type Recipe, takeFolder } from './simulation/folder.ts';
import { planForecasts, drawForecasters } from './simulation/people.ts';
import { Progress } from './simulation/progress.ts';
import { checkpoint, commitAsynchronously, dropEverything } from './simulation/queries.ts';
import { rehearse, setRehearsalEnvironment } from './simulation/rehearsal.ts';
import { QUESTIONS, STAGES } from './simulation/questions.ts';
import { Random } from './simulation/random.ts';
import { assignTactics, planTrades } from './simulation/traders.ts';
import { Replay } from './simulation/replay.ts';
import { readOptions } from './arguments.ts';
import { serve as serveSite } from './serve.ts';

const USAGE =
  'Usage: npm run simulate -- --forecasters 500 --seed 1, then npm run simulate -- --serve [--rehearse]';
const OWN_DATABASE = 'A simulation has a database of its own: unset DATABASE_URL.';
const MOST_FORECASTERS = 100_000;
/** The random generator is seeded with 32 bits. */
const HIGHEST_SEED = 2 ** 32 - 1;

const INTERRUPTED = 'The replay was interrupted, and is of no use: run it again.';

const { serve, rehearsal, recipe } = await readArgumentsOrExit();
if (rehearsal) setRehearsalEnvironment(process.env);
// Separate data folders beside the real one; an external server is never used.
const realDataDir = readConfig(process.env).dataDir;
const dataDir = `${realDataDir}-simulation`;
process.env['DATA_DIR'] = dataDir;

if (serve) await runCommand(serveBuilt);
else await runCommand((command) => build(command, recipe), INTERRUPTED);

async function serveBuilt(command: Command): Promise<'goes on'> {
  if (readConfig(process.env).databaseUrl) throw new CommandError(OWN_DATABASE);
  if (!isServable(dataDir)) throw new CommandError(`No simulation is built. ${USAGE}`);
  return rehearsal ? rehearse(command, dataDir, `${realDataDir}-rehearsal`) : serveSite(command);
}

async function build(command: Command, wanted: Recipe): Promise<'done'> {
  const config = readConfig(process.env);
  if (config.databaseUrl) throw new CommandError(OWN_DATABASE);
  if (isBuilt(dataDir, wanted)) {
    console.log(`This simulation is built already, in ${dataDir}: npm run simulate -- --serve`);
    return 'done';
  }
  takeFolder(dataDir, wanted);
  const database = await claimDatabase(config, command);
  const { db, close } = connect(database.ownerUrl, { max: 1, applicationName: 'final-two simulation' });
  command.atEnd(close);
  await dropEverything(db);
  await migrate(database);
  await makeClockSettable(db);
  await commitAsynchronously(db);

  const { people, plan } = planAll(wanted);
  const progress = new Progress(`Replaying ${plan.length} simulated forecasts and trades`, plan.length);
  await new Replay(db, people).run(plan, command.signal, (done) => progress.show(done));
  await checkpoint(db).catch(() => undefined);
  markComplete(dataDir, wanted);
  console.log(`Done, in ${dataDir}. To look at it: npm run simulate -- --serve`);
  return 'done';
}

function planAll({ forecasters, seed }: Recipe) {
  const random = new Random(seed);
  const slugs = [...new Set(QUESTIONS.flatMap(({ options }) => options))];
  const people = drawForecasters(forecasters, random.fork(1), slugs, STAGES.begin, STAGES.end);
  const forecasts = people.flatMap((person, who) =>
    QUESTIONS.flatMap((question, i) =>
      planForecasts(person, who, question, random.fork(1000 + who * QUESTIONS.length + i)),
    ),
  );
  const ofTraders = random.fork(2);
  const trades = assignTactics(people).flatMap((tactic, who) =>
    QUESTIONS.flatMap((question, i) =>
      planTrades(people[who]!, tactic, who, question, ofTraders.fork(who * QUESTIONS.length + i)),
    ),
  );
  const plan = [...forecasts, ...trades].sort((a, b) => a.at - b.at || a.who - b.who);
  return { people, plan };
}

interface Wanted {
  serve: boolean;
  rehearsal: boolean;
  recipe: Recipe;
}

/** Reads the arguments; prints one line and exits when they are invalid. */
async function readArgumentsOrExit(): Promise<Wanted> {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    return refuse(error);
  }
}

function parseArguments(args: string[]): Wanted {
  const options = {
    serve: { type: 'boolean' },
    rehearse: { type: 'boolean' },
    forecasters: { type: 'string' },
    seed: { type: 'string' },
  } as const;
  const given = readOptions(args, options, USAGE);
  const { serve = false, rehearse: rehearsal = false, forecasters = '500', seed = '1' } = given;
  if (rehearsal && !serve) throw new CommandError(`--rehearse is for --serve. ${USAGE}`);
  if (serve && (given.forecasters ?? given.seed) !== undefined)
    throw new CommandError(`--serve takes what is built. ${USAGE}`);
  const recipe = { forecasters: wholeNumber(forecasters), seed: wholeNumber(seed) };
  if (!(recipe.forecasters >= 1 && recipe.forecasters <= MOST_FORECASTERS))
    throw new CommandError(`--forecasters takes a whole number from 1 to ${MOST_FORECASTERS}. ${USAGE}`);
  if (!(recipe.seed <= HIGHEST_SEED))
    throw new CommandError(`--seed takes a whole number from 0 to ${HIGHEST_SEED}. ${USAGE}`);
  return { serve, rehearsal, recipe };
}

/** NaN when the text is not a whole number. */
function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

/** Prints the error as every command does; `runCommand` then ends the process, so nothing is returned. */
function refuse(error: unknown): Promise<never> {
  return runCommand(() => Promise.reject(error as Error)) as Promise<never>;
}
