/**
 * A page reads and its forms work before its scripts are there, so that they come after what it shows: text and fonts
 * have the network for themselves until the first paint.
 */

/** How Kit's own script in a page begins. */
const BEGINNING = /Promise\.all\(\[\s*import\("[^"]*\/entry\/start\.[^"]*"\),\s*import\("[^"]*"\)\s*\]\)/;

/** A page in the background is not painted before it is looked at, and an old browser does not say when it paints. */
const LATEST_MS = 1_000;

/**
 * Lets the scripts of a page begin after its first paint, or a second after it came. Leaves the page as it is where Kit
 * writes it differently: everything works, only the text has to share the network.
 *
 * @param scripts the files that Kit would have named in the head: fetched beside each other, not one after another, and
 *   each asked for in a task of its own: a phone takes milliseconds to begin with one
 */
export function startAfterPaint(html: string, scripts: readonly string[]): string {
  return html.replace(
    BEGINNING,
    (beginning) => `new Promise((paint) => {
						setTimeout(paint, ${LATEST_MS});
						new PerformanceObserver((_, observer) => {
							observer.disconnect();
							paint();
						}).observe({ type: "paint", buffered: true });
					}).catch(() => {}).then(() => {
						for (const href of ${JSON.stringify(scripts.filter((path) => !beginning.includes(`"${path}"`)))}) {
							setTimeout(() => document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href })));
						}
						return ${beginning};
					})`,
  );
}
