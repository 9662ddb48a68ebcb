/** Points as the ministry printed them, from hundredths: one decimal, two where it gave two; "–" for none. */
export function publishedPoints(hundredths: number | null): string {
  if (hundredths === null) return '–';
  return (hundredths / 100).toFixed(hundredths % 10 === 0 ? 1 : 2);
}
