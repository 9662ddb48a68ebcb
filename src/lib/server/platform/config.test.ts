import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { ConfigError } from './env.ts';

describe('readConfig', () => {
  test('needs no environment', () => {
    const off = {
      origin: null,
      databaseUrl: null,
      databaseOwnerUrl: null,
      operatorName: null,
      articleUrl: null,
    };
    const on = {
      port: 3000,
      host: '0.0.0.0',
      dataDir: resolve('.data'),
      authorName: '저자',
      embedAncestors: '*',
    };
    expect(readConfig({})).toMatchObject({ ...off, ...on });
  });

  test('an empty variable counts as unset', () => {
    expect(readConfig({ PORT: '', ORIGIN: ' ', AUTHOR_NAME: '' })).toEqual(readConfig({}));
  });

  test('the owner of the database is the app itself unless named', () => {
    const databaseUrl = 'postgres://app:secret@db:5432/final_two';
    const databaseOwnerUrl = 'postgresql://owner:secret@db:5432/final_two';
    expect(readConfig({ DATABASE_URL: databaseUrl }).databaseOwnerUrl).toBe(databaseUrl);
    expect(readConfig({ DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: databaseOwnerUrl })).toMatchObject({
      databaseUrl,
      databaseOwnerUrl,
    });
  });

  test('a replica is read beside its primary only', () => {
    const replica = { DATABASE_READ_URL: 'postgres://app:secret@replica:5432/final_two' };
    const primary = { DATABASE_URL: 'postgres://app:secret@db:5432/final_two' };
    expect(readConfig(primary).databaseReadUrl).toBeNull();
    expect(readConfig({ ...primary, ...replica }).databaseReadUrl).toBe(replica.DATABASE_READ_URL);
    expect(() => readConfig(replica)).toThrow(/^DATABASE_READ_URL is set but DATABASE_URL is not/);
  });

  test('AUTHOR_NAME=none removes the author', () => {
    expect(readConfig({ AUTHOR_NAME: 'none' }).authorName).toBeNull();
    expect(readConfig({ AUTHOR_NAME: ' 홍길동 ' }).authorName).toBe('홍길동');
  });

  test.each([
    ['https://example.com', 'https://example.com'],
    ['https://example.com/', 'https://example.com'],
    ['HTTP://Example.com:8080', 'http://example.com:8080'],
    ['https://example.com:443', 'https://example.com'],
  ])('ORIGIN %s is served as %s', (value, origin) => {
    expect(readConfig({ ORIGIN: value }).origin).toBe(origin);
  });

  test.each([
    ['*', '*'],
    ['none', "'none'"],
    ["'none'", "'none'"],
    ['https://blog.example', 'https://blog.example'],
    [
      ' https://blog.example:8443   https://*.example.com ',
      'https://blog.example:8443 https://*.example.com',
    ],
  ])('EMBED_ANCESTORS %s allows %s to frame', (value, sources) => {
    expect(readConfig({ EMBED_ANCESTORS: value }).embedAncestors).toBe(sources);
  });

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000.5'],
    ['PORT', '0x10'],
    ['PORT', '-1'],
    ['PORT', 'http'],
    ['ORIGIN', 'example.com'],
    ['ORIGIN', 'ftp://example.com'],
    ['ORIGIN', 'https://example.com/final'],
    ['ORIGIN', 'https://example.com/?a=1'],
    ['ORIGIN', 'https://user@example.com'],
    ['DATABASE_URL', 'mysql://localhost/db'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATABASE_OWNER_URL', 'postgres://owner@localhost/db'],
    ['DATABASE_READ_URL', 'localhost:5433'],
    ['LOG_LEVEL', 'loud'],
    ['ADDRESS_HEADER', 'x forwarded for'],
    ['METRICS_TOKEN', 'fifteen-letters'],
    ['METRICS_TOKEN', 'a token with spaces'],
    ['ARTICLE_URL', 'http://example.com/article'],
    ['ARTICLE_URL', 'javascript:alert(1)'],
    ['EMBED_ANCESTORS', "https://a.example; script-src 'unsafe-inline'"],
    ['EMBED_ANCESTORS', 'https://a.example, https://b.example'],
    ['EMBED_ANCESTORS', 'https://a.example none'],
    ['EMBED_ANCESTORS', 'https://a.example/path'],
  ])('refuses %s=%s in one line that names it', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} .+\\.$`));
  });

  test('a refused database address is not repeated', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://app:s3cret@localhost/db' })).toThrow(/^(?!.*s3cret).*$/);
  });
});

describe('mail', () => {
  const SMTP_URL = 'smtp://user:secret@mail.example.com:587';
  const ORIGIN = 'https://final.example';

  test('accounts need a verified address to count where letters reach people, unless it is said otherwise', () => {
    const off = { canMail: false, requireVerified: false };
    expect(readConfig({})).toMatchObject(off);
    expect(readConfig({ SMTP_URL, ORIGIN })).toMatchObject({ canMail: true, requireVerified: true });
    expect(readConfig({ SMTP_URL, REQUIRE_VERIFIED: 'off' }).requireVerified).toBe(false);
    expect(() => readConfig({ REQUIRE_VERIFIED: 'on' })).toThrow(/neither SMTP_URL nor/);
  });

  test('letters come from the site and link to it, unless another sender is named', () => {
    const of = { mailFrom: 'no-reply@final.example', mailOrigin: ORIGIN };
    expect(readConfig({ SMTP_URL, ORIGIN })).toMatchObject(of);
    expect(readConfig({ SMTP_URL, MAIL_FROM: 'site@example.com' }).mailFrom).toBe('site@example.com');
  });

  test.each([
    { SMTP_URL: 'mail.example.com' },
    { SMTP_URL: 'https://user:secret@mail.example.com' },
    { MAIL_FROM: 'a@example.com, b@example.com' },
    { REQUIRE_VERIFIED: 'maybe' },
  ])('refuses %o without repeating a secret', (env) => {
    expect(() => readConfig(env)).toThrow(/^(?!.*secret).*(SMTP_URL|MAIL_FROM|REQUIRE_VERIFIED)/);
  });
});

describe('providers', () => {
  const KEYS = { KAKAO_CLIENT_ID: 'id', KAKAO_CLIENT_SECRET: 'hush' };

  test('are those whose keys are set; then accounts can be verified, and must be to count', () => {
    expect(readConfig({}).providers.size).toBe(0);
    const config = readConfig(KEYS);
    expect([...config.providers.keys()]).toEqual(['kakao']);
    expect(config.providers.get('kakao')).toMatchObject({ clientId: 'id', clientSecret: 'hush' });
    expect(config.providers.get('kakao')?.issuer.href).toBe('https://kauth.kakao.com/');
    expect(config).toMatchObject({ canMail: false, canVerify: true, requireVerified: true });
  });

  test.each([
    { KAKAO_CLIENT_ID: 'id' },
    { KAKAO_CLIENT_SECRET: 'hush' },
    { ...KEYS, KAKAO_ISSUER: 'http://kauth.example' },
    { ...KEYS, KAKAO_ISSUER: 'ftp://127.0.0.1' },
    { ...KEYS, KAKAO_ISSUER: 'kauth.kakao.com' },
  ])('refuses %o without repeating a secret', (env) => {
    expect(() => readConfig(env)).toThrow(/^(?!.*hush).*KAKAO_(CLIENT_SECRET|ISSUER)/);
  });

  test('may be tried on this machine', () => {
    expect(
      readConfig({ ...KEYS, KAKAO_ISSUER: 'http://127.0.0.1:9' }).providers.get('kakao')?.issuer.port,
    ).toBe('9');
  });
});
