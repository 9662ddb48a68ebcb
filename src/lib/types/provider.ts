/** Providers by which people sign in, in the order in which they are offered. */
export const PROVIDERS = ['kakao', 'naver', 'google'] as const;

export type Provider = (typeof PROVIDERS)[number];
