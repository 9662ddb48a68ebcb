import { m } from '#lib/i18n/paraglide/messages.js';
import type { Provider } from '#lib/types/provider.ts';

/** In the reader's language. */
export const PROVIDER_NAMES: Record<Provider, () => string> = {
  kakao: m.provider_kakao,
  naver: m.provider_naver,
  google: () => 'Google',
};
