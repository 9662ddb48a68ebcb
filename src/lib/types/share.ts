/** What a page says of itself where it is shared. Types alone. */

export interface ShareView {
  /** With the site's name, as the page's own title has it. */
  title: string;
  description: string;
  /** Path of its picture, of a question with the version of its numbers; 1200 × 630. */
  picture: string;
  /** What the picture shows. */
  alt: string;
}
