import colors from 'picocolors'

/** Shows long work on one line that is rewritten; where nobody watches, a line a phase. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  readonly #quiet: boolean
  #phase = ''
  #started = Date.now()

  constructor(quiet: boolean, stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
    this.#quiet = quiet
  }

  step(phase: string, name: string, done: number, total: number): void {
    if (this.#quiet) return
    if (phase !== this.#phase) {
      this.#phase = phase
      this.#started = Date.now()
      if (!this.#stream.isTTY) this.#stream.write(`${phase}\n`)
    }
    if (!this.#stream.isTTY) return
    const width = 24
    const filled = total > 0 ? Math.round((width * done) / total) : 0
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
    const text = `${phase.padEnd(12)} ${bar} ${done}/${total}${this.#left(done, total)} ${name}`
    this.#stream.write(`\r\u001b[2K${text.slice(0, (this.#stream.columns || 80) - 1)}`)
  }

  done(): void {
    if (!this.#quiet && this.#stream.isTTY) this.#stream.write('\r\u001b[2K')
    this.#phase = ''
  }

  #left(done: number, total: number): string {
    if (done === 0) return ''
    const seconds = ((Date.now() - this.#started) / done / 1000) * (total - done)
    return seconds >= 1 ? ` ${Math.ceil(seconds)} s left` : ''
  }
}

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
