// Command-line arguments. Unknown ones are rejected before the command does anything.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CommandError } from './command.ts';

/** @throws CommandError in one line, naming the first unknown option */
export function readOptions<T extends ParseArgsOptionsConfig>(args: string[], options: T, usage: string) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [what] = (error as Error).message.split(/\n|\. To specify/);
    throw new CommandError(`${what}. ${usage}`, { cause: error });
  }
}

/** For a command without arguments. @throws CommandError when any is given */
export function refuseArguments(usage: string): void {
  readOptions(process.argv.slice(2), {}, usage);
}
