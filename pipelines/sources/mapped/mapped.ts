import type { Column, ColumnType } from '../../../models/column.ts'
import { contract, type EntityName } from '../../../models/contract/index.ts'
import { rulesHash } from '../../landing/part.ts'
import { isoDay, isoTime } from '../date-form.ts'
import type { FieldRule, Reading, Source, SourceOptions } from '../source.ts'
import { throughSql } from '../written.ts'
import { computed, joined } from './compute.ts'
import { type MappedField, type Mapping, readMapping } from './mapping.ts'

export interface MappedOptions extends SourceOptions {
  /** The YAML mapping. */
  readonly mapping: string
}

/** Any CSV, JSON, JSONL, Parquet or workbook, read by a YAML mapping from its files' columns to the canonical entities. */
export async function mappedSource(options: MappedOptions): Promise<Source> {
  const { mapping: path, loadedAt = 'clock', ...rest } = options
  const mapping = await readMapping(path)
  const files = Object.entries(mapping.files).map(([pattern, entries]) => ({
    matches: matcher(pattern),
    readings: entries.map(({ entity, fields }): Reading => {
      const rules = Object.entries(fields).map(([name, field]): [string, FieldRule] => [
        name,
        ruleOf(
          typeof field === 'string' ? { column: field } : field,
          typeOf(entity, name),
          mapping,
          options.timezone,
        ),
      ])
      return { entity, fields: Object.fromEntries(rules) }
    }),
  }))
  const ignored = (mapping.ignore ?? []).map(matcher)
  const { delimiter, encoding, sheet } = mapping
  return {
    ...rest,
    ...(delimiter !== undefined && { delimiter }),
    ...(encoding !== undefined && { encoding }),
    ...(sheet !== undefined && { sheet }),
    kind: 'mapped',
    loadedAt,
    readings: (fileName) =>
      ignored.some((matches) => matches(fileName))
        ? []
        : files.find(({ matches }) => matches(fileName))?.readings,
    rulesHash: rulesHash(files.flatMap(({ readings }) => readings)),
  }
}

/** A duration as `h:mm:ss` or `m:ss`, in seconds. */
function clockSeconds(raw: string): string {
  const part = (place: number): string => `TRY_CAST(split_part(${raw}, ':', ${place}) AS INTEGER)`
  return `CASE WHEN regexp_full_match(${raw}, '\\d{1,4}:\\d\\d:\\d\\d') THEN (${part(1)} * 3600 + ${part(2)} * 60 + ${part(3)})::VARCHAR
    WHEN regexp_full_match(${raw}, '\\d{1,4}:\\d\\d') THEN (${part(1)} * 60 + ${part(2)})::VARCHAR ELSE ${raw} END`
}

function typeOf(entity: EntityName, field: string): ColumnType | undefined {
  const columns: Readonly<Record<string, Column>> = contract[entity].columns
  return columns[field]?.type
}

function ruleOf(
  field: MappedField,
  type: ColumnType | undefined,
  mapping: Mapping,
  timezone: string,
): FieldRule {
  const { column, date = mapping.date, number = mapping.number, nulls = mapping.nulls, ...rest } = field
  const zone = field.zone ?? mapping.zone ?? timezone
  const { constant, values, divideBy, times, join, compute } = rest
  const rule: FieldRule = {
    ...(column !== undefined && { from: [column].flat() }),
    ...(join !== undefined && { sql: joined(join) }),
    ...(compute !== undefined && { sql: computed(compute, number ?? {}) }),
    ...(constant !== undefined && { constant }),
    ...(values && { values }),
    ...(nulls && { nulls }),
    // What is computed is plain already.
    ...(number && compute === undefined && { number }),
    ...(divideBy !== undefined && { divideBy }),
    ...(times !== undefined && { times }),
    zone,
  }
  if (field.clock) return throughSql(rule, clockSeconds)
  if (date === undefined) return rule
  if (date.includes('%')) return { ...rule, dateFormat: date }
  if (type === 'date') return throughSql(rule, (raw) => isoDay(date, raw))
  return type === 'timestamp' ? throughSql(rule, (raw) => isoTime(date, zone, raw)) : rule
}

/** Tests a file name against a pattern in which `*` stands for any text; letter case does not matter. */
function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const regex = new RegExp(`^${parts.join('.*')}$`, 'i')
  return (name) => regex.test(name)
}
