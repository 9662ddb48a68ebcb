// Colours for a canvas, which knows no custom properties: the ones that the style sheet has at this moment.

/** How many colours there are for answers that are no companies. */
const ANSWERS = 5;

/** The attributes that give an option its colour: its company, or its place among the answers. */
export function colourOf(company: string | null, answer: number): { company: string } | { answer: string } {
  return company ? { company } : { answer: String(answer % ANSWERS) };
}

/** The colour that a custom property has inside `place`, as the browser computes it; of an option on request. */
export function colourIn(
  place: HTMLElement,
  property: string,
  company: string | null = null,
  answer?: number,
): string {
  const probe = document.createElement('span');
  if (answer !== undefined) Object.assign(probe.dataset, colourOf(company, answer));
  probe.style.color = `var(${property})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'];

/** Calls `changed` whenever the colours of the page may have become others. @returns how to stop it */
export function onSchemeChange(changed: () => void): () => void {
  const lists = SCHEMES.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}
