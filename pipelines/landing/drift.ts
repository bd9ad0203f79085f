import { looseName } from './header.ts'
import type { InferredType } from './infer-types.ts'

/** How the columns of a file may differ from those of the file before. */
export type DriftCode = 'new_column' | 'missing_column' | 'retyped_column'

/** What a source does with a file whose columns differ: load and say it, keep its records out, or hold the source. */
export type DriftPolicy = 'accept' | 'quarantine' | 'fail'

/** Columns that differ in one way. */
export interface ColumnChange {
  readonly code: DriftCode
  readonly columns: readonly string[]
}

/** The columns of a file, as far as drift is told by them. */
export interface FileColumns {
  readonly header: readonly string[]
  /** Types of the columns that no field reads, as the file's first values tell them. */
  readonly types: Readonly<Record<string, InferredType>>
}

/** How a file's columns differ from those of the file before, whatever their order and spelling. */
export function columnChanges(before: FileColumns, now: FileColumns): ColumnChange[] {
  const known = new Set(before.header.map(looseName))
  const present = new Set(now.header.map(looseName))
  const types = new Map(Object.entries(before.types).map(([name, type]) => [looseName(name), type]))
  const retyped = Object.entries(now.types).flatMap(([name, type]) => {
    const was = types.get(looseName(name))
    return was && !fits(type, was) ? [`${name} (${was}, now ${type})`] : []
  })
  const changes: ColumnChange[] = [
    { code: 'missing_column', columns: before.header.filter((name) => !present.has(looseName(name))) },
    { code: 'new_column', columns: now.header.filter((name) => !known.has(looseName(name))) },
    { code: 'retyped_column', columns: retyped },
  ]
  return changes.filter(({ columns }) => columns.length > 0)
}

const sentences: Readonly<Record<DriftCode, string>> = {
  missing_column: 'the file before had columns that this one lacks',
  new_column: 'columns that the file before did not have',
  retyped_column: 'columns whose values are of another type than before',
}

/** A change in words, with its columns. */
export function changeText({ code, columns }: ColumnChange): string {
  return `${sentences[code]}: ${columns.join(', ')}`
}

export function isDriftCode(code: string): code is DriftCode {
  return code in sentences
}

function fits(type: InferredType, was: InferredType): boolean {
  if (type === was || was === 'text') return true
  return (type === 'integer' && was === 'decimal') || (type === 'date' && was === 'timestamp')
}
