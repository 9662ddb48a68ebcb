import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { BROKEN, BUSY, type Refusal, refuse } from './refusals.ts';

/** After how many seconds a browser asks again for what was refused; undefined for never. */
function refreshOf(refusal: Refusal, method = 'GET', url = '/'): string | undefined {
  const socket = new PassThrough();
  const req = Object.assign(new IncomingMessage(new Socket()), { method, url });
  const res = new ServerResponse(req);
  res.assignSocket(socket as unknown as Socket);
  refuse(req, res, refusal);
  return /^refresh: (\S*)\r$/m.exec(String(socket.read()))?.[1];
}

test('browsers that were refused at the same time come back at different ones', () => {
  const seconds = Array.from({ length: 50 }, () => Number(refreshOf(BUSY)));
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...seconds)).toBeLessThan(10);
  expect(new Set(seconds).size).toBeGreaterThan(1);
});

test('a form is not opened as a page, and a program and an error are not asked again', () => {
  expect(refreshOf(BUSY, 'POST', '/questions/final-3?/forecast')).toBeUndefined();
  expect(refreshOf(BUSY, 'GET', '/api/v1/questions')).toBeUndefined();
  expect(refreshOf(BROKEN)).toBeUndefined();
});
