import pino from 'pino';
import { expect, test } from 'vitest';
import { securityLog } from './log.ts';

function linesAt(level: string): object[] {
  const lines: object[] = [];
  const log = pino({ level }, { write: (line: string) => void lines.push(JSON.parse(line) as object) });
  securityLog(log, 'denial', { accountId: null, reason: '/admin/log' });
  return lines;
}

test.each(['debug', 'info', 'warn', 'fatal'])('a line is written at the level %s', (level) => {
  expect(linesAt(level)).toEqual([
    expect.objectContaining({ log: 'security', event: 'denial', accountId: null, reason: '/admin/log' }),
  ]);
});

test('nothing is written where the log is silent', () => {
  expect(linesAt('silent')).toEqual([]);
});
