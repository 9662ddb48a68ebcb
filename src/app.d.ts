import type { App as FinalTwo } from '#lib/server/app.ts';
import type { Account } from '#lib/server/people/sessions/auth.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { Moment } from '#lib/server/questions/moment.ts';
import type { ShareView } from '#lib/types/share.ts';

declare global {
  namespace App {
    interface Locals {
      app: FinalTwo;
      /** For reads of this request: a visitor's may go to a replica. Writes and what decides about them use `app.db`. */
      db: Db;
      /** Null for a visitor. */
      account: Account | null;
      /** On admin pages: id of the newest audit event, read before anything that the page shows. */
      auditVersion?: number;
      /** On admin pages: whether the reader has a passkey and did not sign in by it. */
      lacksPasskey?: boolean;
      /** What the pages of this request show; read by `momentFor`. */
      moment?: Promise<Moment>;
      /** What `handleError` has reported. */
      error?: App.Error;
    }
    interface PageData {
      /** What the page says of itself where it is shared; else what the site says. */
      share: ShareView;
    }
    interface Error {
      message: string;
      /** Of an AppError; else that of the page. */
      status?: number;
      code?: string;
      /** Of the log entry of an unknown error, of which nothing else is shown. */
      id?: string;
      retryAfterSeconds?: number | undefined;
    }
  }
}

export {};
