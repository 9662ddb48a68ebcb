import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { isHttps } from '#lib/server/http/fields.ts';
import { sharedDatabase } from './setup/database.ts';

const ACCEPTED = [
  'https://www.msit.go.kr',
  'https://www.msit.go.kr/bbs/view.do?nttSeqNo=1&a=@b#c',
  'https://medium.com/@upstage/solar',
  'https://example.com:8443/a',
  'https://예시.한국/소식?날=1',
];
const REFUSED = [
  'http://www.msit.go.kr/',
  'https://localhost/',
  'https://.kr/',
  'https:///www.msit.go.kr',
  'https://www.msit.go.kr@evil.example/',
  'https://user:secret@www.msit.go.kr/',
  'https://www.msit.go.kr\\.evil.example/',
  'https://www.msit.go.kr/a\\b',
  'https://www.msit.go.kr/a b',
  'https://www.msit.go.kr/a\nb',
  'https://www.msit.go.kr/a\u0007b',
  ...['\u00ad', '\u061c', '\u200b', '\u200f', '\u202e', '\u2066', '\ufeff'].map(
    (hidden) => `https://www.msit.go.kr/a${hidden}b`,
  ),
];

test('forms and the database accept the same https addresses', async () => {
  const { db, owner } = await sharedDatabase();
  for (const [urls, accepted] of [
    [ACCEPTED, true],
    [REFUSED, false],
  ] as const) {
    for (const url of urls) {
      const { rows } = await sql<{ ok: boolean }>`select is_https_url(${url}) as ok`.execute(db);
      expect([url, isHttps(url), rows[0]?.ok]).toEqual([url, accepted, accepted]);
    }
  }
  const [wrong] = REFUSED.slice(-1);
  for (const change of [
    sql`update company set site = ${wrong}`,
    sql`update event set url = ${wrong}`,
    sql`update round_source set url = ${wrong}`,
    sql`update published_score set source = ${wrong}`,
    sql`update question set official_source = ${wrong} where slug = 'count-3'`,
  ])
    await expect(change.execute(owner)).rejects.toThrow('check constraint');
});
