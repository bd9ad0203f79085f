import type { DuckDBConnection } from '@duckdb/node-api'
import type { GatedFile } from '../../landing/gate.ts'
import { numberShape } from '../../landing/number-form.ts'
import { cellsSql } from '../../landing/records-sql.ts'
import { literal } from '../../landing/sql-text.ts'
import type { NumberForm } from '../source.ts'

/** Forms of numbers that are tried, the plain one first. */
const numberForms: readonly NumberForm[] = ['', '$', '€', '£', '¥', '฿'].flatMap((currency) => {
  const sign = currency ? { currency } : {}
  return [
    { ...sign },
    { ...sign, thousands: ',' },
    { ...sign, decimal: ',' },
    { ...sign, decimal: ',', thousands: '.' },
    { ...sign, decimal: ',', thousands: ' ' },
    { ...sign, thousands: ',', parentheses: true },
  ] satisfies NumberForm[]
})

/** Forms of days and times that are tried; the order in which the parts stand is told by all the values. */
const dateForms: readonly string[] = [
  'iso',
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%d.%m.%Y',
  '%d-%m-%Y',
  '%m-%d-%Y',
  '%Y/%m/%d',
].flatMap((day) =>
  day === 'iso' ? [day] : [day, `${day} %H:%M`, `${day} %H:%M:%S`, `${day}, %H:%M`, `${day} %I:%M %p`],
)

/** What the values of a column are like. */
export interface ColumnProfile {
  readonly header: string
  /** Cells that are not empty. */
  readonly filled: number
  readonly distinct: number
  /** The commonest values, at most 12. */
  readonly examples: readonly string[]
  /** Forms of numbers that all the values have. */
  readonly numbers: readonly NumberForm[]
  /** True where each point or comma might be a decimal mark as well as one between thousands. */
  readonly numbersAmbiguous: boolean
  /** Forms of dates that all the values have. */
  readonly dates: readonly string[]
  /** True where years are of the Buddhist era. */
  readonly isThai: boolean
  readonly isBoolean: boolean
  readonly hasTime: boolean
}

const isoShape = '\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?)?'

/** Looks at all the values of a gated file, a column at a time. */
export async function profileColumns(
  connection: DuckDBConnection,
  gate: GatedFile,
): Promise<ColumnProfile[]> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE profiled AS SELECT * FROM ${cellsSql(gate)}`)
  try {
    const profiles: ColumnProfile[] = []
    for (const [position, header] of gate.header.entries())
      profiles.push(await profileOf(connection, header, `c${position}`))
    return profiles
  } finally {
    await connection.run('DROP TABLE profiled')
  }
}

async function profileOf(connection: DuckDBConnection, header: string, name: string): Promise<ColumnProfile> {
  const text = `trim(${name})`
  const all = (condition: string): string => `coalesce(bool_and(${condition}), false)`
  const matches = (shape: string): string => all(`regexp_full_match(${text}, ${literal(shape)})`)
  const numbers = numberForms.map((form) => matches(numberShape(form)))
  const dates = dateForms.map((form) =>
    form === 'iso' ? matches(isoShape) : all(`try_strptime(${text}, ${literal(form)}) IS NOT NULL`),
  )
  const rows = await connection.runAndReadAll(`SELECT count(*)::INTEGER, count(DISTINCT ${text})::INTEGER,
      ${matches('-?\\d{1,3}[.,]\\d{3}')}, ${all(`lower(${text}) IN ('true', 'false', 'yes', 'no', '1', '0')`)},
      ${matches('.*\\d:\\d\\d.*')}, ${all(`TRY_CAST(regexp_extract(${text}, '(?:^|\\D)(2[456]\\d\\d)(?:\\D|$)', 1) AS INTEGER) IS NOT NULL`)},
      ${[...numbers, ...dates].join(', ')}
    FROM profiled WHERE ${text} <> ''`)
  const [filled, distinct, ambiguous, isBoolean, hasTime, isThai, ...rest] = rows.getRows()[0] ?? []
  const common = await connection.runAndReadAll(
    `SELECT ${text} FROM profiled WHERE ${text} <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 12`,
  )
  const numbersFound = numberForms.filter((_, i) => rest[i] === true)
  const datesFound = dateForms.filter((_, i) => rest[numberForms.length + i] === true)
  return {
    header,
    filled: Number(filled),
    distinct: Number(distinct),
    examples: common.getRows().map(([value]) => String(value)),
    numbers: numbersFound,
    numbersAmbiguous: ambiguous === true,
    dates: datesFound,
    isThai: isThai === true && datesFound.length > 0,
    isBoolean: isBoolean === true,
    hasTime: hasTime === true,
  }
}
