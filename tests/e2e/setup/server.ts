import { makeSeededData } from '../../setup/seeded-data.ts';
import { PORT } from './address.ts';
import { startSite } from './site.ts';

/** Seeds a data folder for every site, and starts the one that all tests share; it may tell of no error while they run. */
export default async function startServer(): Promise<() => Promise<void>> {
  const seeded = await makeSeededData();
  process.env['E2E_SEEDED_DATA'] = seeded.folder;
  const site = await startSite(PORT);
  process.env['E2E_DATA_DIR'] = site.dataDir;
  return async () => {
    await site.stop();
    await seeded.remove();
    const errors = site.errors();
    if (errors.length > 0) throw new Error(`The app logged errors:\n${errors.join('\n')}`);
  };
}
