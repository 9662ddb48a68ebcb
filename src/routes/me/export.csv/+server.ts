import { csvOf } from '#lib/server/share/export/formats.ts';
import { exportFile } from '#lib/server/share/export/http.ts';
import type { RequestHandler } from './$types';

const FILE = { name: 'final-two.csv', type: 'text/csv; charset=utf-8' };

/** The same as the JSON export, as a table. */
export const GET: RequestHandler = (event) => exportFile(event, FILE, csvOf);
