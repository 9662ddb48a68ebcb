/** Copy of the light scheme of styles/tokens.css for share pictures, which have no style sheet; a test compares the two. */
export const COLOURS = {
  paper: '#faf8f3',
  card: '#ffffff',
  ink: '#1b1914',
  'ink-soft': '#5f594c',
  seal: '#c8352b',
} as const;

const COMPANIES: Record<string, string> = {
  skt: '#3d5bd0',
  upstage: '#c47a16',
  lg: '#237a66',
  motif: '#7f54b5',
  'naver-cloud': '#5f7033',
  'nc-ai': '#8b5d49',
};

/** Colours of options that are no companies, in turn. */
const PLAIN = ['#6d675a', '#a49b89'] as const;

/** Fill colour of the option at a position. */
export function colourOf(company: string | null, place: number): string {
  return COMPANIES[company ?? ''] ?? PLAIN[place % PLAIN.length] ?? PLAIN[0];
}
