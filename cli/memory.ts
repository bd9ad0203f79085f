import { totalmem } from 'node:os'

/**
 * A part of the memory that the product may use, as DuckDB writes it. Each DuckDB instance would take
 * 80% of the machine unless told, so one budget is shared out: half to a run, a quarter to each of the
 * two builds that may be open while a new one takes over.
 */
export function memoryShare(memory: string, part: 'run' | 'serve'): string {
  const machine = Math.min(totalmem(), process.constrainedMemory() || totalmem())
  const budget = (machine * Number.parseInt(memory, 10)) / 100
  const bytes = budget * (part === 'run' ? 0.5 : 0.25)
  return `${Math.max(128, Math.floor(bytes / 2 ** 20))}MiB`
}
