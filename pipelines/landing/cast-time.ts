import type { FieldRule } from '../sources/source.ts'
import type { Cast } from './cast.ts'
import { literal } from './sql-text.ts'

const firstYear = 1990
const lastYear = 2100

/** Reads a day, ISO unless the rule says. */
export function dateCast(rule: FieldRule): Cast {
  const keep = (typed: string): string =>
    `${typed} BETWEEN DATE '${firstYear}-01-01' AND DATE '${lastYear}-12-31'`
  const format = rule.dateFormat
  if (format !== undefined) {
    const parsed = (raw: string): string => `TRY_CAST(try_strptime(${raw}, ${literal(format)}) AS DATE)`
    return {
      typed: parsed,
      keep,
      fault: (raw) => `CASE WHEN ${parsed(raw)} IS NULL THEN 'not_a_date' ELSE 'out_of_range' END`,
      expected: `a day as ${format}, in ${firstYear} to ${lastYear}`,
    }
  }
  const times = rule.dropTime ? '____-__-_____:__:__%' : '____-__-___00:00:00%'
  const shape = literal('\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z?)?')
  const day = (raw: string): string => `TRY_CAST(left(${raw}, 10) AS DATE)`
  const midnight = (raw: string): string => `${raw} LIKE '____-__-___00:00:00%'`
  return {
    // Replication tools write days as midnights; the day as written is meant, so no zone is applied.
    typed: (raw) =>
      `CASE WHEN ${raw} LIKE '____-__-__' THEN TRY_CAST(${raw} AS DATE)
        WHEN ${raw} LIKE '${times}' AND ${timeless(raw, rule.dropTime === true)} THEN ${day(raw)} END`,
    keep,
    fault: (raw) =>
      `CASE WHEN regexp_full_match(${raw}, ${shape}) AND ${day(raw)} IS NOT NULL AND NOT ${keep(day(raw))} THEN 'out_of_range'
        WHEN ltrim(lower(${raw}), '+-') IN ('infinity', 'inf') THEN 'out_of_range' ELSE 'not_a_date' END`,
    ...(rule.dropTime && {
      warning: {
        code: 'time_dropped' as const,
        when: (raw: string) => `(length(${raw}) > 10 AND NOT (${midnight(raw)}))`,
      },
    }),
    expected: `a day as YYYY-MM-DD, in ${firstYear} to ${lastYear}`,
  }
}

/** True where what follows the day is a midnight, or any time where that may be dropped. */
function timeless(raw: string, anyTime: boolean): string {
  const time = anyTime ? '\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?' : '00:00:00(\\.0+)?'
  return `regexp_full_match(${raw}, ${literal(`.{10}[T ]${time}(Z|[+-]00:?00)?`)})`
}

/** Reads an instant, ISO unless the rule says, into UTC. */
export function timestampCast(rule: FieldRule): Cast {
  const zone = rule.zone ?? 'UTC'
  const inZone = (local: string): string =>
    zone === 'UTC' ? local : `timezone('UTC', timezone(${literal(zone)}, ${local}))`
  const keep = (typed: string): string =>
    `${typed} >= TIMESTAMP '${firstYear}-01-01' AND ${typed} < TIMESTAMP '${lastYear + 1}-01-01'`
  const format = rule.dateFormat
  if (format !== undefined) {
    const parsed = (raw: string): string => {
      // With %z in the form the text gives its own offset.
      const read = `try_strptime(${raw}, ${literal(format)})`
      return format.includes('%z') ? `timezone('UTC', ${read})` : inZone(read)
    }
    return {
      typed: parsed,
      keep,
      fault: (raw) => `CASE WHEN ${parsed(raw)} IS NULL THEN 'not_a_time' ELSE 'out_of_range' END`,
      expected: `a time as ${format}, in ${firstYear} to ${lastYear}`,
    }
  }
  const local = literal('\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?)?')
  const offset = literal('\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)? ?(Z|[+-]\\d\\d(:?\\d\\d)?)')
  // The commonest form comes first and costs no regular expression.
  const typed = (raw: string): string =>
    `CASE WHEN strlen(${raw}) IN (20, 24) AND suffix(${raw}, 'Z') THEN TRY_CAST(${raw} AS TIMESTAMP)
      WHEN regexp_full_match(${raw}, ${local}) THEN ${inZone(`TRY_CAST(${raw} AS TIMESTAMP)`)}
      WHEN regexp_full_match(${raw}, ${offset}) THEN timezone('UTC', TRY_CAST(${raw} AS TIMESTAMPTZ)) END`
  return {
    typed,
    keep,
    fault: (raw) =>
      `CASE WHEN (${typed(raw)}) IS NOT NULL OR ltrim(lower(${raw}), '+-') IN ('infinity', 'inf') THEN 'out_of_range' ELSE 'not_a_time' END`,
    expected: `a time as YYYY-MM-DDTHH:MM:SS, with Z or an offset, in ${firstYear} to ${lastYear}`,
  }
}
