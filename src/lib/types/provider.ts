import type { Text } from '#lib/contest/types.ts';

/** Providers by which people sign in, in the order in which they are offered. */
export const PROVIDERS = ['kakao', 'naver', 'google'] as const;

export type Provider = (typeof PROVIDERS)[number];

export const PROVIDER_NAMES: Record<Provider, Text> = {
  kakao: { ko: '카카오', en: 'Kakao' },
  naver: { ko: '네이버', en: 'Naver' },
  google: { ko: 'Google', en: 'Google' },
};
