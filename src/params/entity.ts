/** Kinds of records in addresses of the admin pages. */
export function match(entity: string): entity is 'companies' | 'events' | 'rounds' {
  return /^(companies|events|rounds)$/.test(entity);
}
