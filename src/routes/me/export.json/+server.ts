import { jsonOf } from '#lib/server/export/json.ts';
import { exportFile } from '#lib/server/http/export.ts';
import type { RequestHandler } from './$types';

const FILE = { name: 'final-two.json', type: 'application/json' };

/** Data export: everything stored about the reader. */
export const GET: RequestHandler = (event) => exportFile(event, FILE, jsonOf);
