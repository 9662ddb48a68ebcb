import pino from 'pino';
import { expect, test } from 'vitest';
import { StorageFullError } from './errors.ts';
import { watchStorage } from './storage.ts';

test('storage is full for a minute after the last failure, and that is logged once', () => {
  const lines: string[] = [];
  let now = 0;
  const storage = watchStorage(pino({}, { write: (line: string) => void lines.push(line) }), () => now);
  expect(storage.isFull()).toBe(false);
  for (const at of [0, 30_000, 80_000]) {
    now = at;
    storage.reportFull(new StorageFullError(new Error('could not extend file')));
    expect(storage.isFull()).toBe(true);
  }
  expect(lines).toHaveLength(1);
  now = 139_999;
  expect(storage.isFull()).toBe(true);
  now = 140_000;
  expect(storage.isFull()).toBe(false);
});
