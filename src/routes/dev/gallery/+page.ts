import { dev } from '$app/environment';
import { error } from '@sveltejs/kit';

/** For whoever works on the components: the built app has no such page. */
export function load(): void {
  if (!dev) error(404);
}
