/** The page has no interactive parts, so it ships no script. */
export const csr = false;
