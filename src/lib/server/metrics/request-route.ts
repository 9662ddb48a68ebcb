import type { IncomingMessage } from 'node:http';

/** On the request itself: the web server (`src/cli`) and the built app are separate bundles, each with a copy of this module. */
const ROUTE = Symbol.for('final-two.route');

type Routed = IncomingMessage & { [ROUTE]?: string };

/** Notes which route answers a request: its pattern, such as `/questions/[slug]`, of which there are few. */
export function setRoute(request: IncomingMessage, route: string | null): void {
  if (route !== null) (request as Routed)[ROUTE] = route;
}

/** Null where no route answered. */
export function routeOf(request: IncomingMessage): string | null {
  return (request as Routed)[ROUTE] ?? null;
}
