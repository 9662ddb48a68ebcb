// Forbidden words, and untranslated texts in code.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isTest, KOREAN_ONLY, type Source, sourcesIn, withoutComments } from './sources.fixture.ts';

const code = sourcesIn('src', ['.svelte', '.ts', '.html']).filter((source) => !isTest(source));
const messages = sourcesIn('src/lib/i18n/messages', ['.json']);
const documents = [
  ...sourcesIn('docs', ['.md']),
  ...['README.md', 'README.ko.md'].map((path) => ({ path, text: readFileSync(path, 'utf8') })),
];

/** The line of each hit, so that a failure says where to look. */
function hits(sources: readonly Source[], forbidden: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, i) => (forbidden.test(line) ? [`${path}:${i + 1} ${line.trim().slice(0, 80)}`] : [])),
  );
}

const BETTING =
  /베팅|배팅|배당|판돈|잭팟|거래소|도박|사행|\b(?:bets?|betting|bettors?|wagers?|wagering|jackpots?|gambl\w+|bookmakers?|bookies?|odds-on|punters?|casinos?|longshots?)\b/i;

test('no betting words, neither in messages nor in sources nor in documents', () => {
  expect(hits([...messages, ...code, ...documents], BETTING)).toEqual([]);
});

/** Particles in both forms: 은(는), 이/가, (으)로. Arguments of `josa` are not text. */
const BOTH_PARTICLES =
  /(?:은|는|이|가|을|를|과|와|으로|로) ?\((?:은|는|이|가|을|를|과|와|으로|로)\)|\(으\)로|\(이\)|\p{L}\}?(?:은\/는|이\/가|을\/를|와\/과|과\/와|으로\/로)/u;

test.each(['업스테이지은(는)', '{names}이/가 남았어요', 'LG(으)로', '저자을(를)'])(
  '“%s” has a particle twice',
  (text) => {
    expect(BOTH_PARTICLES.test(text)).toBe(true);
  },
);

test('no particle is written in both its forms', () => {
  const texts = [...messages, ...code, ...documents].map(({ path, text }) => ({
    path,
    text: text.replace(/'(?:은\/는|이\/가|을\/를|와\/과|으로\/로)'/g, ''),
  }));
  expect(hits(texts, BOTH_PARTICLES)).toEqual([]);
});

const HANGUL = /\p{Script=Hangul}/u;
/** Folders of data that come in both languages. */
const DATA = [
  'src/lib/contest/',
  'src/lib/server/results/announcements/',
  'src/lib/server/questions/',
  'src/cli/simulation/',
];
/** Korean that is no text of the interface. */
const KOREAN: Record<string, string> = {
  'src/cli/refusals.ts': 'both languages, where no page can be drawn',
  'src/cli/ui-font.ts': 'letters of the font',
  'src/error.html': 'likewise',
  'src/lib/components/leaderboard/result-names.ts': 'the ending of a condition, by the name’s last sound',
  'src/lib/format.ts': 'dates, numbers and particles',
  'src/lib/kst.ts': 'dates and times',
  'src/lib/server/people/accounts/handle.ts': 'which handles there are',
  'src/lib/server/people/accounts/password-rule.ts': 'the letters of a Korean keyboard',
  'src/lib/server/people/accounts/letters.ts': 'letters in the language of the receiver',
  'src/lib/server/platform/config.ts': 'the author’s name while none is set',
  'src/lib/server/platform/mail/letter.ts': 'letters in the language of the receiver',
  'src/lib/server/platform/mail/transport.ts': 'the name of the sender',
  'src/lib/types/provider.ts': 'names of providers, which letters need in both languages',
  'src/routes/LanguageSwitch.svelte': 'languages in their own words',
  'src/routes/author/+page.svelte': 'the author’s name while none is set',
};

test('Korean stands in messages and data, not in code', () => {
  const found = code
    .filter(({ path }) => ![...DATA, ...KOREAN_ONLY].some((folder) => path.startsWith(folder)))
    .filter(({ text }) => HANGUL.test(withoutComments(text).replace(/'[^' ]\/[^' ]'|'으로\/로'/g, '')))
    .map(({ path }) => path);
  expect(found).toEqual(Object.keys(KOREAN).sort());
});

const ENGLISH_SENTENCE = /(['"`])[A-Z][a-z]+(?: [\w’]+){2,}.*\1/;
/** Said by the API or logged, where English is the language. */
const FOR_MACHINES = /\b(?:new \w*Error|error|problem|badRequest)\(|\bdetail: /;

test('English sentences stand in messages, not in code that pages run', () => {
  const pages = code.filter(({ path }) => /^src\/(?:routes|lib\/components)\//.test(path));
  const spoken = pages.map(({ path, text }) => ({ path, text: withoutComments(text) }));
  const sentences = spoken.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => ENGLISH_SENTENCE.test(line) && !FOR_MACHINES.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(sentences).toEqual([]);
});
