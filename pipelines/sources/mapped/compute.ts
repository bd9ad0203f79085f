import { numberShape, plainNumber } from '../../landing/number-form.ts'
import { literal } from '../../landing/sql-text.ts'
import type { ColumnSql, NumberForm } from '../source.ts'

/** Columns named in braces: `{First name} {Last name}`. */
export function columnsOf(text: string): string[] {
  return [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
}

/**
 * SQL of a text with columns put into it. Empty where all of them are empty, and without spaces at its ends
 * where some are.
 */
export function joined(text: string): (column: ColumnSql) => string | undefined {
  return (column) => {
    const found = columnsOf(text).map(column)
    if (found.every((sql) => sql === undefined)) return undefined
    const present = found.filter((sql) => sql !== undefined)
    const parts = text
      .split(/(\{[^{}]+\})/)
      .filter(Boolean)
      .map((part) => {
        const [name] = columnsOf(part)
        return name === undefined ? literal(part) : (column(name) ?? "''")
      })
    return `CASE WHEN coalesce(${present.join(', ')}) IS NOT NULL THEN nullif(trim(concat(${parts.join(', ')})), '') END`
  }
}

type Token = { readonly column: string } | { readonly number: string } | { readonly mark: string }

function tokens(formula: string): Token[] | undefined {
  const found: Token[] = []
  let rest = formula.trim()
  while (rest) {
    const [all = '', column, number, mark] = /^(?:\{([^{}]+)\}|(\d+(?:\.\d+)?)|([-+*()]))\s*/.exec(rest) ?? []
    if (!all) return undefined
    if (column !== undefined) found.push({ column })
    else if (number !== undefined) found.push({ number })
    else found.push({ mark: mark ?? '' })
    rest = rest.slice(all.length)
  }
  return found
}

/** True for a sum, difference or product of columns and numbers. */
export function isFormula(formula: string): boolean {
  const found = tokens(formula)
  if (!found?.some((token) => 'column' in token)) return false
  // Values and operators take turns; parentheses close what they open.
  let depth = 0
  let wantsValue = true
  for (const token of found) {
    const mark = 'mark' in token ? token.mark : undefined
    if (
      mark === '('
        ? !wantsValue
        : mark === ')'
          ? wantsValue || depth === 0
          : wantsValue === (mark !== undefined)
    )
      return false
    if (mark === '(') depth++
    else if (mark === ')') depth--
    else wantsValue = mark !== undefined
  }
  return depth === 0 && !wantsValue
}

/**
 * SQL of a formula over columns whose numbers have a form, in exact decimals. Empty where a column is empty;
 * where one is not a number, the formula with its values stays, and the record is quarantined by it.
 */
export function computed(formula: string, form: NumberForm): (column: ColumnSql) => string | undefined {
  const found = tokens(formula) ?? []
  const shape = literal(numberShape(form))
  return (column) => {
    const columns = columnsOf(formula).map(column)
    const present = columns.filter((sql) => sql !== undefined)
    if (present.length < columns.length) return undefined
    const value = found
      .map((token) => {
        if ('mark' in token) return token.mark
        const text = 'number' in token ? literal(token.number) : plainNumber(form, column(token.column) ?? '')
        return `TRY_CAST(${text} AS DECIMAL(18, 6))`
      })
      .join(' ')
    const readable = present.map((sql) => `regexp_full_match(${sql}, ${shape})`).join(' AND ')
    const shown = found.map((token) =>
      'column' in token
        ? (column(token.column) ?? "''")
        : literal('mark' in token ? token.mark : token.number),
    )
    const asWritten = `concat_ws(' ', ${shown.join(', ')})`
    return `CASE WHEN ${present.map((sql) => `${sql} IS NOT NULL`).join(' AND ')} THEN
      CASE WHEN ${readable} THEN coalesce(${withoutZeros(`TRY(${value})::VARCHAR`)}, ${asWritten}) ELSE ${asWritten} END END`
  }
}

/** Zeros at the end of a decimal are of the type, not of the number. */
function withoutZeros(decimal: string): string {
  return `regexp_replace(${decimal}, '\\.?0+$', '')`
}
