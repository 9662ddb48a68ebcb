import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command.ts';

/** Parameters of a simulation; the same parameters give the same data. */
export interface Recipe {
  forecasters: number;
  seed: number;
}

interface Label extends Recipe {
  complete: boolean;
}

const LABEL = 'simulation.json';

/** Whether the folder holds a finished simulation with these parameters. */
export function isBuilt(folder: string, recipe: Recipe): boolean {
  const label = readLabel(folder);
  return label?.complete === true && label.forecasters === recipe.forecasters && label.seed === recipe.seed;
}

/** Whether the folder holds any finished simulation. */
export function isServable(folder: string): boolean {
  return readLabel(folder)?.complete === true;
}

/** Marks a folder as an unfinished simulation: a new folder, or one that holds an earlier or unfinished simulation. */
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
