import type { FieldRule } from '../sources/source.ts'
import type { Cast } from './cast.ts'
import { numberShape, plainNumber } from './number-form.ts'
import { literal } from './sql-text.ts'

/** Reads a number of a DuckDB type; `places` are the decimals that it keeps. */
export function numberCast(rule: FieldRule, type: string, noun: string, places?: number): Cast {
  const form = rule.number ?? {}
  const { decimal = '.', thousands = '' } = form
  const { range, divideBy, times } = rule
  const shape = literal(numberShape(form))
  const plain = (raw: string): string => plainNumber(form, raw)
  const scaled = (sql: string): string =>
    divideBy ? `${sql} / ${divideBy}` : times ? `${sql} * ${times}` : sql
  const isWhole = type === 'INTEGER' || type === 'BIGINT'
  const asDouble = (raw: string): string => scaled(`TRY_CAST(${plain(raw)} AS DOUBLE)`)
  const inShape = (raw: string): string => `regexp_full_match(${raw}, ${shape})`
  const whole = (raw: string): string => `${asDouble(raw)} = trunc(${asDouble(raw)})`
  const typed = isWhole
    ? (raw: string): string =>
        `CASE WHEN regexp_full_match(${raw}, '-?\\d+') THEN TRY_CAST(${scaled(`TRY_CAST(${raw} AS BIGINT)`)} AS ${type})
          WHEN ${inShape(raw)} THEN CASE WHEN ${whole(raw)} THEN TRY_CAST(${asDouble(raw)} AS ${type}) END END`
    : (raw: string): string =>
        `CASE WHEN ${inShape(raw)} THEN ${scaled(`TRY_CAST(${plain(raw)} AS ${type})`)} END`
  const [low, high] = (range ?? []).map((limit) => limit / (divideBy ?? 1))
  const keep = range
    ? (value: string): string => `${value} BETWEEN ${low} AND ${high}`
    : type === 'DOUBLE'
      ? (value: string): string => `isfinite(${value})`
      : undefined
  const example = `${thousands ? `1${thousands}234` : '1234'}${isWhole ? '' : `${decimal}56`}`
  return {
    typed,
    ...(keep && { keep }),
    fault: (raw) =>
      `CASE WHEN ltrim(lower(${raw}), '+-') IN ('inf', 'infinity', 'nan') THEN 'out_of_range'
        WHEN ${inShape(raw)}${isWhole ? ` AND ${whole(raw)}` : ''} THEN 'out_of_range' ELSE 'not_a_number' END`,
    ...(places !== undefined && {
      warning: {
        code: 'rounded' as const,
        when: (raw: string) => {
          const text = plain(raw)
          return `(length(${text}) > ${places + 1} AND strpos(${text}, '.') > 0 AND length(${text}) - strpos(${text}, '.') > ${places})`
        },
      },
    }),
    expected: range ? `${noun} from ${range[0]} to ${range[1]}` : `${noun} such as ${example}`,
  }
}
