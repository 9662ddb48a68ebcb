import type { TestProject } from 'vitest/node';
import { makeSeededData } from '../setup/seeded-data.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The data folder that `makeSeededDataDir` copies. */
    seededData: string;
  }
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const { folder, remove } = await makeSeededData();
  provide('seededData', folder);
  return remove;
}
