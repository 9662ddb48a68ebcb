/** What a reader pastes into a blog. */

/** A row of the widget, in px, at the width of a phone. */
const ROW_HEIGHT = 54;
/** All that is around the rows: in English, with a result and names that take two lines, at 320 px, and a line to spare. */
const FRAME_HEIGHT = 340;
/** The banner of a simulation, on two lines, and the gap below it. */
const BANNER_HEIGHT = 60;

/** High enough, from a width of 320 px on, for every question that is shipped, in both languages and in every phase. */
export function embedHeight(options: number, isSimulation = false): number {
  return FRAME_HEIGHT + ROW_HEIGHT * options + (isSimulation ? BANNER_HEIGHT : 0);
}

export function embedCode(address: string, title: string, options: number, isSimulation = false): string {
  const size = `width="100%" height="${embedHeight(options, isSimulation)}"`;
  return `<iframe src="${escape(address)}" title="${escape(title)}" ${size} style="border:0;max-width:480px" loading="lazy"></iframe>`;
}

export function linkCode(address: string, title: string): string {
  return `<a href="${escape(address)}">${escape(title)}</a>`;
}

export function pictureCode(address: string, picture: string, alt: string): string {
  return `<a href="${escape(address)}"><img src="${escape(picture)}" alt="${escape(alt)}" width="600" height="315" style="max-width:100%;height:auto"></a>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
