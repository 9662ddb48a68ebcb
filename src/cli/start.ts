import { refuseArguments } from './arguments.ts';
import { runCommand } from './command.ts';
import { serve } from './serve.ts';

await runCommand(async (command) => {
  refuseArguments('Usage: npm start (settings are variables: PORT=4000 npm start)');
  return serve(command);
});
