import type { RequestHandler } from './$types';

/** Pages of one reader alone. */
const PRIVATE = ['/me', '/en/me', '/admin', '/en/admin'];

/** Crawlers may read every public page; a simulation is not to be indexed beside the real site. */
export const GET: RequestHandler = ({ locals, url: { origin } }) => {
  const disallowed = locals.app.isSimulation ? ['/'] : PRIVATE;
  const lines = [
    'User-agent: *',
    ...disallowed.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${origin}/sitemap.xml`,
  ];
  return new Response(`${lines.join('\n')}\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=300' },
  });
};
