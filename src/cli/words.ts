// The words after a command. One that is not understood is refused before anything is done.
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CommandError } from './command.ts';

/** @throws CommandError in one line, naming the first option that is not understood */
export function readOptions<T extends ParseArgsOptionsConfig>(words: string[], options: T, usage: string) {
  try {
    return parseArgs({ args: words, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [what] = (error as Error).message.split(/\n|\. To specify/);
    throw new CommandError(`${what}. ${usage}`, { cause: error });
  }
}

/** For a command that takes none. @throws CommandError */
export function refuseWords(usage: string): void {
  readOptions(process.argv.slice(2), {}, usage);
}
