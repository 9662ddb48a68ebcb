// Tests of a whole flow on a phone, once with and once without scripts.
import type { Page } from '@playwright/test';
import { expectNoProblems } from './audit.ts';
import { useOwnSite } from './own-site.ts';
import { PHONE } from './resolving.ts';
import { test } from './test.ts';

interface Phone {
  javaScriptEnabled: boolean;
  own: ReturnType<typeof useOwnSite>;
  /** Audits the page, which needs its scripts. */
  look: (page: Page) => Promise<void>;
}

/** Each phone has a site of its own. */
export function onPhones(define: (phone: Phone) => void): void {
  for (const javaScriptEnabled of [true, false]) {
    test.describe(`on a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, () => {
      const own = useOwnSite();
      test.use({ ...PHONE, javaScriptEnabled });
      const look = async (page: Page) => {
        if (javaScriptEnabled) await expectNoProblems(page);
      };
      define({ javaScriptEnabled, own, look });
    });
  }
}
