import { jsonOf } from '#lib/server/share/export/formats.ts';
import { exportFile } from '#lib/server/share/export/http.ts';
import type { RequestHandler } from './$types';

const FILE = { name: 'final-two.json', type: 'application/json' };

/** Data export: everything stored about the reader. */
export const GET: RequestHandler = (event) => exportFile(event, FILE, jsonOf);
