// Share picture of pages that are not about one question: the mark, name and description of the site. Pure.
import { box, type Element, text } from './boxes.ts';
import { COLOURS } from './colours.ts';
import { HEIGHT, WIDTH } from './picture.ts';

const { paper, ink, 'ink-soft': soft } = COLOURS;

interface Words {
  site: string;
  description: string;
  disclaimer: string;
}

export function siteElement({ site, description, disclaimer }: Words): Element {
  return box(
    {
      flexDirection: 'column',
      width: WIDTH,
      height: HEIGHT,
      padding: '64px 72px 40px',
      background: paper,
      color: ink,
      fontFamily: 'Pretendard',
      fontWeight: 500,
      wordBreak: 'keep-all',
    },
    box(
      { alignItems: 'center', gap: 28 },
      seat(ink),
      seat(paper),
      text(site, { marginLeft: 28, fontSize: 128, fontWeight: 800, letterSpacing: '-0.03em' }),
    ),
    box({ flexGrow: 1 }),
    text(description, { fontSize: 46, fontWeight: 800, lineHeight: 1.35, letterSpacing: '-0.02em' }),
    box({ flexGrow: 1 }),
    text(disclaimer, { fontSize: 20, color: soft }),
  );
}

function seat(fill: string): Element {
  const hollow = box({ width: 78, height: 138, borderRadius: 8, background: fill });
  return box({ padding: 16, borderRadius: 22, background: ink }, hollow);
}
