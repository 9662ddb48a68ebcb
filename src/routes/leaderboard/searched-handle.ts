/** The handle that an address searches for, or its beginning; empty for none. */
export function searchedHandle(parameters: URLSearchParams): string {
  return (parameters.get('q') ?? '')
    .replaceAll(/\p{Cc}/gu, '')
    .normalize('NFC')
    .trim();
}
