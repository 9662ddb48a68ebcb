import { randomInt } from 'node:crypto';
import { LONGEST_HANDLE } from '#lib/types/people.ts';
import type { ValidationCode } from '../validation-codes.ts';
import { isReserved } from './reserved-names.ts';

const SHAPE = new RegExp(`^[A-Za-z0-9가-힣_-]{2,${LONGEST_HANDLE}}$`);

/** Normal form of a handle: composed and trimmed, case as typed. */
export function normaliseHandle(typed: string): string {
  return typed.normalize('NFC').trim();
}

/** Whether a text has the shape of a normalised handle. */
export function isHandle(text: string): boolean {
  return SHAPE.test(text);
}

/** Validation error of a normalised handle, or null. Does not check whether it is taken, or a company's name. */
export function handleError(handle: string): ValidationCode | null {
  if (handle === '') return 'missing-handle';
  if (!isHandle(handle)) return 'handle-shape';
  return isReserved(handle) ? 'handle-reserved' : null;
}

/** Random handle to propose on `/join`; almost certainly free, and checked on joining. */
export function proposeHandle(locale: 'ko' | 'en'): string {
  const number = String(randomInt(100_000, 1_000_000));
  return locale === 'ko' ? `예측가-${number}` : `seat-${number}`;
}
