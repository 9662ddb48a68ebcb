import { randomInt } from 'node:crypto';
import type { AccountFaultCode } from '#lib/types/reader.ts';

const SHAPE = /^[A-Za-z0-9가-힣_-]{2,20}$/;
/** Names that would pass for this site or its author. */
const RESERVED = new Set([
  'admin',
  'administrator',
  'author',
  'final-two',
  'final2',
  '저자',
  '관리자',
  '운영자',
  '최종2',
]);
const RESERVED_PREFIX = 'sim-';

/** One form for what looks the same: composed, without space around it. Case stays as typed. */
export function normaliseHandle(typed: string): string {
  return typed.normalize('NFC').trim();
}

/** Whether a normalised handle has the shape of one; any other need not reach the database. */
export function isHandle(text: string): boolean {
  return SHAPE.test(text);
}

/** What is wrong with a normalised handle, or undefined. Whether it is free only the database knows. */
export function handleFault(handle: string): AccountFaultCode | undefined {
  if (handle === '') return 'missing';
  if (!isHandle(handle)) return 'handle-shape';
  const key = handle.toLowerCase();
  if (RESERVED.has(key) || key.startsWith(RESERVED_PREFIX)) return 'handle-reserved';
  return undefined;
}

/** A handle to propose to a newcomer; free with near certainty, and checked again on joining. */
export function proposeHandle(locale: 'ko' | 'en'): string {
  const number = String(randomInt(100_000, 1_000_000));
  return locale === 'ko' ? `예측가-${number}` : `seat-${number}`;
}
