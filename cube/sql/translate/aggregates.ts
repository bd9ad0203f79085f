import type { Ex } from './expression.ts'
import { ex } from './expression.ts'
import type { SqlType } from './sql-type.ts'

type TypeOf = (arg: SqlType) => SqlType

const always =
  (type: SqlType): TypeOf =>
  () =>
    type
const asArgument: TypeOf = (type) => (type === 'unknown' ? 'text' : type)
const summed: TypeOf = (type) =>
  type === 'int4' ? 'int8' : type === 'int8' ? 'numeric' : type === 'unknown' ? 'float8' : type
const averaged: TypeOf = (type) => (type === 'interval' ? 'interval' : 'float8')

/** Aggregates by list: their name in DuckDB and the type of their answer. */
const aggregates: Readonly<Record<string, readonly [name: string, type: TypeOf]>> = {
  array_agg: ['array_agg', always('text')],
  avg: ['avg', averaged],
  bool_and: ['bool_and', always('bool')],
  bool_or: ['bool_or', always('bool')],
  corr: ['corr', always('float8')],
  count: ['count', always('int8')],
  covar_pop: ['covar_pop', always('float8')],
  covar_samp: ['covar_samp', always('float8')],
  every: ['bool_and', always('bool')],
  max: ['max', asArgument],
  min: ['min', asArgument],
  mode: ['mode', asArgument],
  percentile_cont: ['percentile_cont', always('float8')],
  percentile_disc: ['percentile_disc', asArgument],
  regr_intercept: ['regr_intercept', always('float8')],
  regr_r2: ['regr_r2', always('float8')],
  regr_slope: ['regr_slope', always('float8')],
  stddev: ['stddev_samp', always('float8')],
  stddev_pop: ['stddev_pop', always('float8')],
  stddev_samp: ['stddev_samp', always('float8')],
  string_agg: ['string_agg', always('text')],
  sum: ['sum', summed],
  var_pop: ['var_pop', always('float8')],
  var_samp: ['var_samp', always('float8')],
  variance: ['var_samp', always('float8')],
}

/** What only stands over a window. */
const windows: Readonly<Record<string, readonly [name: string, type: TypeOf]>> = {
  cume_dist: ['cume_dist', always('float8')],
  dense_rank: ['dense_rank', always('int8')],
  first_value: ['first_value', asArgument],
  lag: ['lag', asArgument],
  last_value: ['last_value', asArgument],
  lead: ['lead', asArgument],
  nth_value: ['nth_value', asArgument],
  ntile: ['ntile', always('int4')],
  percent_rank: ['percent_rank', always('float8')],
  rank: ['rank', always('int8')],
  row_number: ['row_number', always('int8')],
}

export const MEASURE = 'measure'

/** True for what makes a query one of groups. */
export const isAggregate = (name: string): boolean => name === MEASURE || Object.hasOwn(aggregates, name)

export const isWindowFunction = (name: string): boolean => Object.hasOwn(windows, name)

interface Aggregation {
  readonly name: string
  readonly args: readonly Ex[]
  readonly isStar: boolean
  readonly isDistinct: boolean
  /** `x DESC NULLS FIRST`, in the brackets or within the group. */
  readonly order: string
  readonly isWithinGroup: boolean
  readonly filter: string | undefined
}

/** A call of an aggregate or window function; its type by its first argument, or by what it is ordered by. */
export function aggregateCall(call: Aggregation, ordered: SqlType): Ex {
  const { name, args, isStar, isDistinct, order, isWithinGroup, filter } = call
  const [duckdb, typeOf] = (Object.hasOwn(aggregates, name) ? aggregates[name] : windows[name]) ?? [
    name,
    asArgument,
  ]
  const inside = isStar ? '*' : args.map(({ sql }) => sql).join(', ')
  const own = order !== '' && !isWithinGroup ? ` ORDER BY ${order}` : ''
  const within = isWithinGroup ? ` WITHIN GROUP (ORDER BY ${order})` : ''
  const filtered = filter === undefined ? '' : ` FILTER (WHERE ${filter})`
  const type = typeOf(isWithinGroup ? ordered : (args[0]?.type ?? 'unknown'))
  const sql = `${duckdb}(${isDistinct ? 'DISTINCT ' : ''}${inside}${own})${within}${filtered}`
  return ex(name === 'array_agg' ? `CAST(${sql} AS VARCHAR)` : sql, type)
}
