/** A text as a cell of a Markdown table. */
export function escaped(text: string): string {
  return text.replaceAll('|', '\\|')
}
