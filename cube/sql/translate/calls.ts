import type { FuncCall, SortBy } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { aggregateCall, isAggregate, isWindowFunction, MEASURE } from './aggregates.ts'
import { bodyOf, type Node, type Tree, texts } from './ast.ts'
import type { Emitter } from './emit.ts'
import { cast, type Ex, ex } from './expression.ts'
import { frameOf } from './frame.ts'
import { callFunction } from './functions.ts'
import { literalOf } from './literals.ts'

/** A call of a function, an aggregate or a function of windows. */
export function call(emitter: Emitter, call: FuncCall, location: number | undefined): Ex {
  const names = texts(call.funcname)
  const name = names.at(-1) ?? ''
  const known = names.length === 1 || (names.length === 2 && names[0] === 'pg_catalog')
  const args = call.args ?? []
  if (!known || call.func_variadic)
    throw new SqlError({
      state: '42883',
      message: `function ${names.join('.')} does not exist`,
      ...(location !== undefined && { location }),
    })
  if (call.over) return window(emitter, call, name, location)
  if (isAggregate(name)) return aggregate(emitter, call, name, location)
  if (isWindowFunction(name))
    throw new SqlError({
      state: '42P20',
      message: `window function ${name} requires an OVER clause`,
      ...(location !== undefined && { location }),
    })
  if (call.agg_star || call.agg_distinct || call.agg_filter || call.agg_order)
    throw new SqlError({
      state: '42809',
      message: `${name} is not an aggregate function`,
      ...(location !== undefined && { location }),
    })
  const { session } = emitter.context
  const literals = args.map((arg) => literalOf(arg as Tree))
  return callFunction(name, { args: args.map((arg) => emitter.emit(arg)), literals, session }, location)
}

function aggregate(emitter: Emitter, call: FuncCall, name: string, location: number | undefined): Ex {
  if (name === MEASURE)
    throw new SqlError({
      state: '42883',
      message: 'MEASURE() takes a measure of a cube or view that the query is of',
      ...(location !== undefined && { location }),
    })
  if (!emitter.context.aggregates)
    throw new SqlError({
      state: '42803',
      message: `aggregate function ${name} is not allowed here`,
      ...(location !== undefined && { location }),
    })
  return aggregation(emitter, call, name)
}

/** An aggregate over what its arguments are here. */
export function aggregation(emitter: Emitter, call: FuncCall, name: string): Ex {
  const inner = emitter.within({ aggregates: false })
  const args = (call.args ?? []).map((arg) => inner.emit(arg))
  const items = call.agg_order ?? []
  const [first] = items
  const ordered = first ? inner.emit(bodyOf<SortBy>(first, 'SortBy')?.node as Node).type : 'unknown'
  return aggregateCall(
    {
      name,
      args: name === 'avg' ? args.map((arg) => (arg.type === 'unknown' ? cast(arg, 'float8') : arg)) : args,
      isStar: call.agg_star === true,
      isDistinct: call.agg_distinct === true,
      order: items.map((item) => inner.order(item)).join(', '),
      isWithinGroup: call.agg_within_group === true,
      filter: call.agg_filter ? inner.condition(call.agg_filter) : undefined,
    },
    ordered,
  )
}

function window(emitter: Emitter, call: FuncCall, name: string, location: number | undefined): Ex {
  if ((!isAggregate(name) && !isWindowFunction(name)) || name === MEASURE || call.agg_distinct)
    throw unsupported(`${name} over a window`, undefined, location)
  const { over } = call
  const named = over?.name ?? over?.refname
  const base = named === undefined ? undefined : emitter.context.windows.find((one) => one.name === named)
  if (named !== undefined && !base)
    throw new SqlError({
      state: '42704',
      message: `window "${named}" does not exist`,
      ...(location !== undefined && { location }),
    })
  const definition = { ...base, ...over, ...(over?.name !== undefined && base) }
  const partition = (definition.partitionClause ?? base?.partitionClause ?? []).map((node) =>
    emitter.sql(node),
  )
  const order = (definition.orderClause ?? base?.orderClause ?? []).map((item) => emitter.order(item))
  const args = (call.args ?? []).map((arg) => emitter.emit(arg))
  const filter = call.agg_filter ? emitter.condition(call.agg_filter) : undefined
  const { sql, type } = aggregateCall(
    {
      name,
      args,
      isStar: call.agg_star === true,
      isDistinct: false,
      order: '',
      isWithinGroup: false,
      filter,
    },
    'unknown',
  )
  const parts = [
    ...(partition.length > 0 ? [`PARTITION BY ${partition.join(', ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    ...frameOf(definition, (node) => emitter.sql(node)),
  ]
  return ex(`${sql} OVER (${parts.join(' ')})`, type)
}
