import { withBuildLock } from './build-lock.ts';
import { buildSite, ROOT } from './bundle.ts';
import { runCommand } from './command.ts';
import { refuseArguments } from './arguments.ts';

await runCommand(async ({ signal }) => {
  refuseArguments('Usage: npm run build');
  await withBuildLock(ROOT, signal, () => buildSite(signal));
  return 'done';
}, 'The build was interrupted: npm run build, or npm start, makes it anew.');
