/** Nothing in it acts or moves: it needs no script. */
export const csr = false;
