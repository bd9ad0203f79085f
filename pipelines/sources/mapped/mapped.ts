import { rulesHash } from '../../landing/part.ts'
import type { FieldRule, Reading, Source, SourceOptions } from '../source.ts'
import { type MappedField, type Mapping, readMapping } from './mapping.ts'

export interface MappedOptions extends SourceOptions {
  /** The YAML mapping. */
  readonly mapping: string
}

/** Any CSV, read by a YAML mapping from its files' columns to the canonical entities. */
export async function mappedSource(options: MappedOptions): Promise<Source> {
  const { mapping: path, loadedAt = 'clock', ...rest } = options
  const mapping = await readMapping(path)
  const files = Object.entries(mapping.files).map(([pattern, entries]) => ({
    matches: matcher(pattern),
    readings: entries.map(({ entity, fields }): Reading => {
      const rules = Object.entries(fields).map(([name, field]): [string, FieldRule] => [
        name,
        ruleOf(typeof field === 'string' ? { column: field } : field, mapping, options.timezone),
      ])
      return { entity, fields: Object.fromEntries(rules) }
    }),
  }))
  const ignored = (mapping.ignore ?? []).map(matcher)
  const { delimiter } = mapping
  return {
    ...rest,
    ...(delimiter !== undefined && { delimiter }),
    kind: 'mapped',
    loadedAt,
    readings: (fileName) =>
      ignored.some((matches) => matches(fileName))
        ? []
        : files.find(({ matches }) => matches(fileName))?.readings,
    rulesHash: rulesHash(files.flatMap(({ readings }) => readings)),
  }
}

function ruleOf(field: MappedField, mapping: Mapping, timezone: string): FieldRule {
  const { column, date = mapping.date, number = mapping.number, nulls = mapping.nulls, ...rest } = field
  const zone = field.zone ?? mapping.zone ?? timezone
  const { constant, values, divideBy, times } = rest
  return {
    ...(column !== undefined && { from: [column].flat() }),
    ...(constant !== undefined && { constant }),
    ...(values && { values }),
    ...(nulls && { nulls }),
    ...(number && { number: defined(number) }),
    ...(date !== undefined && { dateFormat: date }),
    ...(divideBy !== undefined && { divideBy }),
    ...(times !== undefined && { times }),
    zone,
  }
}

/** Leaves out keys that are there without a value. */
function defined(form: NonNullable<MappedField['number']>): NonNullable<FieldRule['number']> {
  const { decimal, thousands, exponent } = form
  return {
    ...(decimal && { decimal }),
    ...(thousands !== undefined && { thousands }),
    ...(exponent !== undefined && { exponent }),
  }
}

/** Tests a file name against a pattern in which `*` stands for any text; letter case does not matter. */
function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const regex = new RegExp(`^${parts.join('.*')}$`, 'i')
  return (name) => regex.test(name)
}
