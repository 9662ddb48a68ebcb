import { PORT } from './address.ts';
import { startSite } from './site.ts';

/** The one site that all tests share; it may tell of no error while they run. */
export default async function startServer(): Promise<() => Promise<void>> {
  const site = await startSite(PORT);
  return async () => {
    await site.stop();
    const errors = site.errors();
    if (errors.length > 0) throw new Error(`The app logged errors:\n${errors.join('\n')}`);
  };
}
