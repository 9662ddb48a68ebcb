import { randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An error response by the web server itself, without calling the app. */
export interface Refusal {
  status: number;
  code: string;
  text: { ko: string; en: string };
}

/** Largest accepted request body. The largest form is a question with its rules in two languages. */
export const BODY_LIMIT_BYTES = 64 * 1024;

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Without a host, where a URL begins with two. */
const SLASHES_ALONE = /^\/{2,}(?:\?|$)/;

export const STARTING: Refusal = {
  status: 503,
  code: 'starting',
  text: {
    ko: '시작하는 중이에요. 잠시 뒤에 다시 열려요.',
    en: 'Starting up. This page comes back in a moment.',
  },
};
/** For reads refused because too many are waiting. */
export const BUSY: Refusal = {
  status: 503,
  code: 'busy',
  text: {
    ko: '지금은 찾는 사람이 많아요. 잠시 뒤에 다시 열려요. 남긴 예측은 그대로 있어요.',
    en: 'Too many are here at once. This page comes back in a moment. Your forecasts are as you left them.',
  },
};
export const STOPPING: Refusal = {
  status: 503,
  code: 'stopping',
  text: {
    ko: '멈추는 중이에요. 잠시 뒤에 다시 해 주세요.',
    en: 'Stopping. Please try again in a moment.',
  },
};
export const BROKEN: Refusal = {
  status: 500,
  code: 'internal',
  text: {
    ko: '문제가 생겼어요. 잠시 뒤에 다시 해 주세요.',
    en: 'Something went wrong. Please try again in a moment.',
  },
};
const BAD_REQUEST: Refusal = {
  status: 400,
  code: 'bad-request',
  text: { ko: '잘못된 요청이에요.', en: 'Bad request.' },
};
const TOO_LARGE: Refusal = {
  status: 413,
  code: 'body-too-large',
  text: {
    ko: '보낸 내용이 너무 커요. 64 KB까지 받아요.',
    en: 'The request body is too large: the limit is 64 KB.',
  },
};

/** The response for a request that must not reach the app, or null. */
export function findRefusal({ url, headers }: IncomingMessage): Refusal | null {
  // Kit builds the URL by concatenating Host and path, so neither may contain characters of the other.
  if (!url?.startsWith('/') || SLASHES_ALONE.test(url) || !HOST.test(headers.host ?? '')) return BAD_REQUEST;
  if (Number(headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) return TOO_LARGE;
  return null;
}

/**
 * Sends the refusal as text, or for the API as a problem document (RFC 9457). At English addresses the text is English, else
 * in both languages: the start page is also where people come first. It does not wait for the request's body. A browser asks
 * again by itself where it asked for a page, not all of them at the same time.
 */
export function refuse(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
  const { status, code, text } = refusal;
  const isApi = req.url?.startsWith('/api/') ?? false;
  const body = isApi
    ? JSON.stringify({ type: 'about:blank', title: code, status, code, detail: text.en })
    : `${/^\/en(?:[/?]|$)/.test(req.url ?? '') ? '' : `${text.ko}\n`}${text.en}\n`;
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, {
    'content-type': isApi ? 'application/problem+json' : 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(status === 503 && { 'retry-after': '3' }),
    ...(status === 503 && req.method === 'GET' && !isApi && { refresh: String(randomInt(3, 10)) }),
  });
  res.end(body);
}
