import type { App as FinalTwo } from '#lib/server/app.ts';
import type { Account } from '#lib/server/auth/auth.ts';
import type { ShareView } from '#lib/types/share.ts';

declare global {
  namespace App {
    interface Locals {
      app: FinalTwo;
      /** Null for a visitor. */
      account: Account | null;
      /** In the admin pages: the newest line of its record, read before anything that the page shows. */
      seen?: number;
      /** Too much was going on at once to answer. */
      isBusy?: true;
    }
    interface PageData {
      /** What the page says of itself where it is shared; else what the site says. */
      share: ShareView;
    }
    interface Error {
      message: string;
      /** Names what was logged; nothing else of an unknown error is shown. */
      id?: string;
      code?: string;
    }
  }
}

export {};
