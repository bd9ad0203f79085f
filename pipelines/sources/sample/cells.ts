/** Cells of a CSV row: small helpers that say what a value looks like in an export. */

/** Hundredths as a decimal text, `1234.50`; exact below 2^53. */
export function centsText(cents: number): string {
  const text = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`
}

export const booleanText = (value: boolean): string => (value ? 'true' : 'false')
