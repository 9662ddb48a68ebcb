// Handles that could be taken for the site, its author or a company of the contest.

/** Characters that are read as others. */
const READ_AS: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  l: 'i',
};
/** As `plain` writes them. A handle with one of these as a part is refused: `admin-kim`, `the_author`. */
const RESERVED = new Set(
  [
    ...[
      'admin',
      'administrator',
      'author',
      'official',
      'operator',
      'moderator',
      'staff',
      'support',
      'system',
      'security',
    ],
    ...['webmaster', 'root', 'final2', 'finaltwo', 'msit'],
  ].map(plain),
);
/** A handle that begins with one of these is refused: `운영팀`. Deleted accounts are `deleted-…`. */
const RESERVED_BEGINNINGS = [
  'deleted',
  '저자',
  '관리자',
  '운영',
  '공식',
  '최종2',
  '최종둘',
  '과기정통부',
  '과학기술정보통신부',
].map(plain);
const SIMULATED = 'sim-';

/** Whether a normalised handle could be taken for the site or its author, or for a simulated forecaster. */
export function isReserved(handle: string): boolean {
  const lower = handle.toLowerCase();
  return (
    lower.startsWith(SIMULATED) ||
    RESERVED_BEGINNINGS.some((name) => plain(lower).startsWith(name)) ||
    [lower, ...lower.split(/[-_]+/)].flatMap(readings).some((reading) => RESERVED.has(reading))
  );
}

/**
 * Whether a normalised handle is one of these names but for case, spaces, signs and a number at its end.
 *
 * @param names names and slugs of the contest's companies
 */
export function isNameOf(handle: string, names: readonly string[]): boolean {
  const taken = new Set(names.map(plain).filter(Boolean));
  return readings(handle).some((reading) => taken.has(reading));
}

/** A name by its letters alone, digits read as the letters that they look like. */
function plain(name: string): string {
  const letters = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\d]/gu, '');
  return letters.replace(/[0134578l]/g, (sign) => READ_AS[sign] ?? sign);
}

/** A name as it is, and without a number at its end. */
function readings(name: string): string[] {
  return [plain(name), plain(name.replace(/[\d_-]+$/, ''))];
}
