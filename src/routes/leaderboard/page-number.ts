/** The page number of an address; null where it is none. */
export function pageNumber(text: string | null): number | null {
  return /^[1-9]\d{0,6}$/.test(text ?? '') ? Number(text) : null;
}
