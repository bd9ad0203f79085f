import colors from 'picocolors'

/** Rows as aligned columns; numbers to the right. */
export function table(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => names.map((name) => cellText(row[name])))
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const numeric = names.map((_, i) => cells.every((row) => /^-?[\d.,]*%?$/.test(row[i] ?? '')))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [colors.dim(line(names)), ...cells.map(line)].join('\n')
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** A count with a word: `1 record`, `2 records`. */
export function counted(count: number, word: string, locale = 'en'): string {
  return `${count.toLocaleString(locale)} ${word}${count === 1 ? '' : 's'}`
}
