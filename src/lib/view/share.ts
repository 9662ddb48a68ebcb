/** What a page says of itself where it is shared. Types alone. */

export interface ShareView {
  title: string;
  description: string;
  /** Path of its picture, with the version of its numbers. */
  picture: string;
  /** What the picture shows. */
  alt: string;
}
