/** Text alone: it needs no script. */
export const csr = false;
