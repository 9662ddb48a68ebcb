import type { Handle } from '@sveltejs/kit';
import { isApi } from './refuse.ts';

/** In a simulated replay every answer has a header that says so, and JSON of the API says so in its body, too. */
export const markSimulation: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  if (!event.locals.app.isSimulation) return response;
  const marked = isApi(event) ? await markBody(response) : response;
  marked.headers.set('x-simulation', 'true');
  return marked;
};

async function markBody(response: Response): Promise<Response> {
  const isJson = response.headers.get('content-type')?.includes('json');
  if (!isJson || !response.body) return response;
  const body = (await response.json()) as unknown;
  const marked = Array.isArray(body)
    ? { simulation: true, items: body }
    : { simulation: true, ...(body as object) };
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(marked), { status: response.status, headers });
}
