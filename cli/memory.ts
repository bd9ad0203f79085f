import { totalmem } from 'node:os'

/** What DuckDB does in this process: a run, serving beside runs, or serving alone. */
export type MemoryPart = 'run' | 'serve' | 'serve-alone'

/**
 * A part of the memory that the product may use, as DuckDB writes it. Each DuckDB instance would take 80% of the
 * machine unless told, so one budget is shared out: half to a run, half to all builds that are served.
 */
export function memoryShare(memory: string, part: MemoryPart): string {
  const machine = Math.min(totalmem(), process.constrainedMemory() || totalmem())
  const budget = (machine * Number.parseInt(memory, 10)) / 100
  const bytes = part === 'serve-alone' ? budget : budget / 2
  return `${Math.max(128, Math.floor(bytes / 2 ** 20))}MiB`
}
