import type { Column } from '../../models/column.ts'
import { contract } from '../../models/contract/index.ts'
import type { FieldRule, Reading } from '../sources/source.ts'
import type { Cast } from './cast.ts'
import { castOf } from './casts.ts'
import type { ColumnChange } from './drift.ts'
import { HeaderIndex } from './header.ts'
import { isOneOf, literal } from './sql-text.ts'

/** One column of an entity, with the SQL that reads it; `raw` is undefined where the file has nothing for it. */
export interface Field {
  readonly name: string
  readonly column: Column
  readonly isKey: boolean
  /** The file's columns that it is read from, for messages. */
  readonly headers: readonly string[]
  readonly raw: string | undefined
  /** True where `raw` is a column or a literal, which may be named many times. */
  readonly simple: boolean
  readonly cast: Cast
}

/** A reading bound to a file's header. */
export interface CompiledReading {
  readonly entity: Reading['entity']
  readonly fields: readonly Field[]
  /** Headers that no field reads. */
  readonly unused: readonly string[]
  /** Fields that the rules know and the file has no column for. */
  readonly absent: readonly string[]
  /** Positions of the columns that fields read. */
  readonly used: readonly number[]
  /** Why none of the file's records may load, where that is so. */
  readonly refusal?: ColumnChange
}

/** The name that a file's column, by position, has in landing's SQL. */
export function cell(position: number): string {
  return `c${position}`
}

/** The same without spaces around it; NULL where nothing is left. */
export function trimmedCell(position: number): string {
  return `k${position}`
}

/** Binds a reading's rules to the columns of a file. */
export function compileReading(reading: Reading, header: readonly string[]): CompiledReading {
  const index = new HeaderIndex(header)
  const used = new Set<number>()
  const absent: string[] = []
  const entity = contract[reading.entity]
  const keys: readonly string[] = entity.key
  const fields = Object.entries<Column>(entity.columns).map(([name, column]): Field => {
    const rule = reading.fields[name]
    const mine = new Set<number>()
    const raw =
      rule &&
      rawSql(rule, (wanted) => {
        const position = index.find(wanted)
        if (position === undefined) return undefined
        mine.add(position)
        used.add(position)
        return trimmedCell(position)
      })
    if (rule && raw === undefined) absent.push(name)
    return {
      name,
      column,
      isKey: keys.includes(name),
      headers: [...mine].map((position) => header[position] ?? ''),
      raw,
      simple: raw !== undefined && (/^k\d+$/.test(raw) || rule?.constant !== undefined),
      cast: castOf(column, rule ?? {}),
    }
  })
  return {
    entity: reading.entity,
    fields,
    unused: header.filter((_, position) => !used.has(position)),
    absent,
    used: [...used],
  }
}

function rawSql(rule: FieldRule, column: (header: string) => string | undefined): string | undefined {
  if (rule.constant !== undefined) return literal(rule.constant)
  const found = rule.sql ? rule.sql(column) : firstOf(rule.from ?? [], column)
  if (found === undefined) return undefined
  const known = rule.nulls?.length ? `CASE WHEN NOT ${isOneOf(found, rule.nulls)} THEN ${found} END` : found
  return withValues(rule, known)
}

function firstOf(
  candidates: readonly string[],
  column: (header: string) => string | undefined,
): string | undefined {
  for (const candidate of candidates) {
    const found = column(candidate)
    if (found !== undefined) return found
  }
  return undefined
}

function withValues(rule: FieldRule, raw: string): string {
  if (!rule.values) return raw
  const { '*': other, ...values } = rule.values
  const cases = Object.entries(values).map(([from, to]) =>
    from === ''
      ? `WHEN ${raw} IS NULL THEN ${literal(to)}`
      : `WHEN ${raw} = ${literal(from)} THEN ${literal(to)}`,
  )
  const rest = other === undefined ? raw : `CASE WHEN ${raw} IS NOT NULL THEN ${literal(other)} END`
  return cases.length ? `CASE ${cases.join(' ')} ELSE ${rest} END` : rest
}
