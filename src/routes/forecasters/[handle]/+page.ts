/** Nothing here acts: no scripts are sent. */
export const csr = false;
