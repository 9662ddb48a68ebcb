import { createHash } from 'node:crypto';
import { render } from 'svelte/server';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { QuestionNotFoundError } from '#lib/server/platform/errors.ts';
import * as questions from '#lib/server/questions/service.ts';
import { embedPolicy } from '#lib/server/http/headers.ts';
import tokens from '#lib/styles/tokens.css?inline';
import type { QuestionView } from '#lib/types/question.ts';
import Embed from './Embed.svelte';
import type { RequestHandler } from './$types';

/** Cached for a minute by browsers and proxies. */
const CACHED = 'public, max-age=60';

/** The embed, the same for every reader: no cookie is read or set. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { keeper, config, isSimulation } = locals.app;
  const reader = { accountId: null, hasAuthor: config.authorName !== null };
  const question = await questions.get(locals.db, keeper, reader, params.slug).catch(orMissing);
  const html = documentOf({ question, origin: url.origin, isSimulation });
  const styles = [...html.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, css = '']) => css);
  return new Response(html, {
    status: question ? 200 : 404,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': embedPolicy(config.embedAncestors, styles.map(hashOf)),
      'cache-control': CACHED,
      etag: `"${hashOf(html)}"`,
    },
  });
};

function orMissing(error: unknown): null {
  if (error instanceof QuestionNotFoundError) return null;
  throw error;
}

function documentOf(props: { question: QuestionView | null; origin: string; isSimulation: boolean }): string {
  const { head, body } = render(Embed, { props });
  return `<!doctype html>
<html lang="${getLocale()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${tokens}</style>
${head}
</head>
<body>${body}</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
