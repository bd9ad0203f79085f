/** What work is counted in. */
type Unit = 'steps' | 'bytes'

const WIDTH = 24
const MEGABYTE = 1_000_000

/** Shows long work on one line that is rewritten, with rate and time left; where nobody watches, a line a phase. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  readonly #quiet: boolean
  #phase = ''
  #started = Date.now()

  constructor(quiet: boolean, stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
    this.#quiet = quiet
  }

  step(phase: string, name: string, done: number, total: number, unit: Unit = 'steps'): void {
    if (this.#quiet) return
    if (phase !== this.#phase) {
      this.#phase = phase
      this.#started = Date.now()
      if (!this.#stream.isTTY) this.#stream.write(`${phase}\n`)
    }
    if (!this.#stream.isTTY) return
    const filled = total > 0 ? Math.round((WIDTH * done) / total) : 0
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`
    const seconds = (Date.now() - this.#started) / 1000
    const text = `${phase.padEnd(12)} ${bar} ${amountText(done, total, unit)}${pace(done, total, unit, seconds)} ${name}`
    this.#stream.write(`\r\u001b[2K${text.slice(0, (this.#stream.columns || 80) - 1)}`)
  }

  done(): void {
    if (!this.#quiet && this.#stream.isTTY) this.#stream.write('\r\u001b[2K')
    this.#phase = ''
  }
}

function amountText(done: number, total: number, unit: Unit): string {
  if (unit === 'steps') return `${done}/${total}`
  return `${megabytes(done)}/${megabytes(total)} MB`
}

/** Rate and time left, from what is done so far; nothing before anything is. */
function pace(done: number, total: number, unit: Unit, seconds: number): string {
  if (done === 0 || seconds <= 0) return ''
  const left = (seconds / done) * (total - done)
  return [unit === 'bytes' && ` ${megabytes(done / seconds)} MB/s`, left >= 1 && ` ${Math.ceil(left)} s left`]
    .filter(Boolean)
    .join('')
}

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1)
