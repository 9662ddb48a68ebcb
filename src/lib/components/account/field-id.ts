/** The id of a field's input, for the links to it. */
export function fieldId(field: string): string {
  return `field-${field}`;
}
