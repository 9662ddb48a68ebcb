/** Static text: no script. */
export const csr = false;
