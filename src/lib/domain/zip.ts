/**
 * The items of two lists in pairs, in order.
 *
 * @throws RangeError when the lengths differ
 */
export function zip<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  if (first.length !== second.length) throw new RangeError(`${first.length} and ${second.length} items`);
  // The lengths are equal, so that each index holds an item.
  return first.map((item, i) => [item, second[i] as B]);
}
