import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command.ts';

/** What a folder of a simulation was built from. */
export interface Recipe {
  forecasters: number;
  seed: number;
}

interface Label extends Recipe {
  complete: boolean;
}

const LABEL = 'simulation.json';

/** Whether the folder holds this very simulation, finished. */
export function isBuilt(folder: string, recipe: Recipe): boolean {
  const label = readLabel(folder);
  return label?.complete === true && label.forecasters === recipe.forecasters && label.seed === recipe.seed;
}

/** Whether it holds any simulation that is finished. */
export function isServable(folder: string): boolean {
  return readLabel(folder)?.complete === true;
}

/** Takes a folder for a simulation that is to be built: a new one, or that of an earlier or unfinished one. */
export function takeFolder(folder: string, recipe: Recipe): void {
  if (existsSync(folder) && !readLabel(folder)) {
    throw new CommandError(`${folder} is there and holds no simulation: move it away, or set DATA_DIR.`);
  }
  mkdirSync(folder, { recursive: true });
  write(folder, { ...recipe, complete: false });
}

export function markComplete(folder: string, recipe: Recipe): void {
  write(folder, { ...recipe, complete: true });
}

function readLabel(folder: string): Label | null {
  try {
    return JSON.parse(readFileSync(join(folder, LABEL), 'utf8')) as Label;
  } catch {
    return null;
  }
}

function write(folder: string, label: Label): void {
  writeFileSync(join(folder, LABEL), `${JSON.stringify(label)}\n`);
}
