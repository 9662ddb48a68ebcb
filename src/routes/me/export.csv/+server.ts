import { csvOf } from '#lib/server/export/csv.ts';
import { exportFile } from '#lib/server/http/export.ts';
import type { RequestHandler } from './$types';

const FILE = { name: 'final-two.csv', type: 'text/csv; charset=utf-8' };

/** The same as the JSON export, as a table. */
export const GET: RequestHandler = (event) => exportFile(event, FILE, csvOf);
