/**
 * Attributes of a `<details>` to be spread into it. Says nothing where it starts folded: an attribute that scripts set
 * would fold again what a reader unfolded before they came.
 */
export const opened = (isOpen: boolean): { open?: true } => (isOpen ? { open: true } : {});
