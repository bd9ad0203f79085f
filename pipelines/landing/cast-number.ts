import type { FieldRule } from '../sources/source.ts'
import type { Cast } from './cast.ts'
import { literal } from './sql-text.ts'

/** Reads a number of a DuckDB type; `places` are the decimals that it keeps. */
export function numberCast(rule: FieldRule, type: string, noun: string, places?: number): Cast {
  const { decimal = '.', thousands = '', exponent = false } = rule.number ?? {}
  const { range, divideBy, times } = rule
  const mark = decimal === '.' ? '\\.' : decimal
  const digits = thousands ? `(?:\\d{1,3}(?:${escapeRegex(thousands)}\\d{3})+|\\d+)` : '\\d+'
  const shape = literal(`-?${digits}(?:${mark}\\d+)?${exponent ? '(?:[eE][+-]?\\d+)?' : ''}`)
  const plain = (raw: string): string => {
    const joined = thousands ? `replace(${raw}, ${literal(thousands)}, '')` : raw
    return decimal === ',' ? `replace(${joined}, ',', '.')` : joined
  }
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
        when: (raw: string) =>
          `(length(${raw}) > ${places + 1} AND strpos(${raw}, ${literal(decimal)}) > 0 AND length(${raw}) - strpos(${raw}, ${literal(decimal)}) > ${places})`,
      },
    }),
    expected: range ? `${noun} from ${range[0]} to ${range[1]}` : `${noun} such as ${example}`,
  }
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
