import type { A_Const } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, type Node, type Tree, walk } from './ast.ts'
import { cast, type Ex, ex, quoted } from './expression.ts'

/** A constant of the syntax tree. */
export function constant({ ival, fval, sval, boolval, isnull, bsval }: A_Const): Ex {
  if (isnull) return ex('NULL', 'unknown')
  if (ival) return ex(negative(String(ival.ival ?? 0)), 'int4')
  if (boolval) return ex(boolval.boolval ? 'true' : 'false', 'bool')
  if (sval) return ex(quoted(sval.sval ?? ''), 'unknown')
  if (fval) return number(fval.fval ?? '0')
  throw unsupported(bsval ? 'A bit string' : 'A constant of this kind')
}

const negative = (text: string): string => (text.startsWith('-') ? `(${text})` : text)

/** A number that is no int4: int8, decimal, or a double where it has an exponent. */
function number(text: string): Ex {
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw unsupported(`The number ${text}`)
  if (/e/i.test(text)) return ex(`CAST(${quoted(text)} AS DOUBLE)`, 'float8')
  const isInt8 = /^-?\d{1,18}$/.test(text)
  return ex(negative(text), isInt8 ? 'int8' : 'numeric')
}

/** An interval, with the unit that its type names. */
export function interval(literal: string, typmods: readonly Node[] | undefined): Ex {
  const [mask] = modifiers(typmods)
  const unit = { 2: 'month', 4: 'year', 8: 'day', 1024: 'hour', 2048: 'minute', 4096: 'second' }[mask ?? 0]
  return ex(`CAST(${quoted(unit === undefined ? literal : `${literal} ${unit}`)} AS INTERVAL)`, 'interval')
}

const MAX_DIGITS = 38

export function decimal(value: Ex, [digits, scale = 0]: readonly number[]): Ex {
  if (digits === undefined) return value.type === 'numeric' ? value : cast(value, 'numeric')
  if (digits < 1 || digits > MAX_DIGITS || scale < 0 || scale > digits)
    throw new SqlError({
      state: '22023',
      message: `NUMERIC precision ${digits} must be between 1 and ${MAX_DIGITS}`,
    })
  return ex(`CAST(${value.sql} AS DECIMAL(${digits}, ${scale}))`, 'numeric')
}

export const modifiers = (typmods: readonly Node[] | undefined): number[] =>
  (typmods ?? []).map((node) => bodyOf<A_Const>(node, 'A_Const')?.ival?.ival ?? 0)

/** The text of a literal. */
export function literalOf(node: Tree): string | undefined {
  const constant = bodyOf<A_Const>(node, 'A_Const')
  return constant?.sval ? (constant.sval.sval ?? '') : undefined
}

/** True for what is the same in every row. */
export function isConstant(node: Tree): boolean {
  let is = true
  walk(node, (kind) => {
    if (kind === 'Member' || kind === 'Slot' || kind === 'Joined' || kind === 'ColumnRef') is = false
    return is
  })
  return is
}
