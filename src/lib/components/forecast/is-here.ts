/** Whether an address is of the page that is shown: going there would only lose the reader's place in it. */
export function isHere(address: string): boolean {
  return new URL(address, location.href).pathname === location.pathname;
}
