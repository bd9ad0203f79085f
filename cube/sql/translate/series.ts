import type { FuncCall, List, RangeFunction } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, locationOf, type Tree, texts } from './ast.ts'
import { cast, type Ex } from './expression.ts'
import type { Rows } from './scope.ts'
import { isInstant, type SqlType } from './sql-type.ts'

/** The only function whose rows can be asked for: the days, months or numbers that an answer is to have. */
export const SERIES = 'generate_series'

/** More would fill the memory before the first row is out. */
const MAX_LENGTH = 1_000_000

/**
 * `generate_series` in FROM, of whole numbers or of times by an interval, as rows of one column.
 * @throws SqlError 42883 for another function, 0A000 for what else can be said of one
 */
export function seriesRows(range: RangeFunction, emit: (node: Tree) => Ex): Rows {
  const [item, ...others] = bodyOf<List>(range.functions?.[0], 'List')?.items ?? []
  const [kind, body] = kindOf(item ?? {})
  const call = body as FuncCall
  const names = kind === 'FuncCall' ? texts(call.funcname) : []
  const location = locationOf(item ?? {})
  const place = location === undefined ? {} : { location }
  const isMore = range.lateral || range.ordinality || range.is_rowsfrom || (range.coldeflist ?? []).length > 0
  if (isMore || others.some((other) => Object.keys(other).length > 0) || (range.functions ?? []).length > 1)
    throw unsupported('This form of a function in FROM', undefined, location)
  const args = (call.args ?? []).map((arg) => emit(arg as Tree))
  const isKnown = names.at(-1) === SERIES && (names.length === 1 || names[0] === 'pg_catalog')
  const type = isKnown ? typeOf(args) : undefined
  if (!type)
    throw new SqlError({
      state: '42883',
      message: `function ${names.join('.')}(${args.map((arg) => arg.type).join(', ')}) does not exist`,
      hint: 'In FROM stand cubes, views and generate_series(from, to, step).',
      ...place,
    })
  const alias = range.alias
  const name = texts(alias?.colnames)[0] ?? alias?.aliasname ?? SERIES
  const [from = '', to = ''] = args
    .slice(0, 2)
    .map((arg) => cast(arg, type === 'timestamptz' ? 'timestamp' : type).sql)
  const step = args[2] ? cast(args[2], isInstant(type) ? 'interval' : type).sql : '1'
  const size = (value: string): string => (isInstant(type) ? `epoch(${value})` : `CAST(${value} AS DOUBLE)`)
  const checked = `CASE WHEN ${size(step)} = 0 THEN error('step size cannot equal zero')
    WHEN (${size(to)} - ${size(from)}) / ${size(step)} > ${MAX_LENGTH} THEN error('series of more than ${MAX_LENGTH} values')
    ELSE ${step} END`
  return {
    kind: 'rows',
    sql: `SELECT unnest(generate_series(${from}, ${to}, ${checked})) AS c0`,
    columns: [{ name, type }],
  }
}

const WHOLE: readonly SqlType[] = ['int4', 'int8', 'unknown']
const TIMES: readonly SqlType[] = ['date', 'timestamp', 'timestamptz', 'unknown']

/** The type of a series by those of its ends and step. Dates become instants, as in PostgreSQL. */
function typeOf(args: readonly Ex[]): SqlType | undefined {
  const [from, to, step] = args.map((arg) => arg.type)
  const ends = [from ?? 'text', to ?? 'text']
  if (args.length < 2 || args.length > 3) return undefined
  if (ends.some((end) => end !== 'unknown') && [...ends, step ?? 'int4'].every((end) => WHOLE.includes(end)))
    return [...ends, step].includes('int8') ? 'int8' : 'int4'
  if (!ends.every((end) => TIMES.includes(end)) || (step !== 'interval' && step !== 'unknown'))
    return undefined
  return ends.includes('timestamp') && !ends.includes('timestamptz') ? 'timestamp' : 'timestamptz'
}
