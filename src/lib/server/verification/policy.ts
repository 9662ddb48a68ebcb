// How much unverified accounts count, as a row of the database: the crowd odds of all processes, the publishing worker and
// SQL follow one setting, also while processes with other settings are being replaced.
import type { Db } from '../db/connect.ts';
import type { MailConfig } from '../mail-config.ts';
import { type CrowdWeight, findPolicy, lockAccounts, setPolicy, setUnverifiedWeight } from './queries.ts';

/** The policy of a configuration; in a simulation nobody can verify. */
function policyOf(config: MailConfig, isSimulation: boolean): CrowdWeight {
  if (isSimulation || !config.canVerify) return 'full';
  return config.requireVerified ? 'none' : 'reduced';
}

/** Stores the policy of this configuration; connects as the owner. Of processes with different settings the last to start decides. */
export async function applyPolicy(owner: Db, config: MailConfig, isSimulation: boolean): Promise<void> {
  const weight = policyOf(config, isSimulation);
  if ((await findPolicy(owner)) === weight) return;
  await owner.transaction().execute(async (tx) => {
    await lockAccounts(tx);
    await setPolicy(tx, weight);
    await setUnverifiedWeight(tx, weight);
  });
}
