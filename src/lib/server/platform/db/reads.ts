import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Db } from './connect.ts';
import type { DB } from './schema.generated.ts';

/**
 * A connection for reads that asks a replica, and the primary where the replica fails: whatever ended the query, such as
 * a conflict with replay, it had no effect. Has no transactions.
 *
 * @param onFailure called when a query that failed on the replica has succeeded on the primary
 */
export function readsFrom(replica: Db, primary: Db, onFailure: (error: unknown) => void): Db {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new ReadDriver(replica.withoutPlugins(), primary.withoutPlugins(), onFailure),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin()],
  });
}

class ReadDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(replica: Db, primary: Db, onFailure: (error: unknown) => void) {
    this.#connection = {
      async executeQuery<Row>(compiled: CompiledQuery) {
        const query = compiled as CompiledQuery<Row>;
        try {
          return await replica.executeQuery(query);
        } catch (error) {
          const result = await primary.executeQuery(query);
          onFailure(error);
          return result;
        }
      },
      streamQuery: refuse,
    };
  }

  async init() {}

  async acquireConnection() {
    return this.#connection;
  }

  async releaseConnection() {}

  async destroy() {}

  beginTransaction = refuse;
  commitTransaction = refuse;
  rollbackTransaction = refuse;
}

function refuse(): never {
  throw new Error('Reads from a replica are single statements.');
}
