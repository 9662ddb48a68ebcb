// What a check of the rig reports: one line for each thing that it looked at, with its figures.

export interface Finding {
  what: string;
  holds: boolean;
  figures: string;
}

export function print({ what, holds, figures }: Finding): void {
  console.log(`${holds ? '✓' : '✗'} ${what}: ${figures}`);
}

export async function readJson<Body>(url: string): Promise<Body> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
}
