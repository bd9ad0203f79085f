import type { FuncCall } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, locationOf, sameness, type Tree } from './ast.ts'
import type { Block } from './block.ts'
import { aggregateName, hasAggregates, named, writeSelect } from './blocks.ts'
import { aggregation } from './calls.ts'
import { asTable, CubeSource } from './cube-source.ts'
import { Emitter, type Leaf } from './emit.ts'
import { type Ex, ex } from './expression.ts'
import type { Semantic } from './from.ts'
import { hasJoined, memberOf, membersIn, plainLeaf } from './leaves.ts'
import { aggregateOverMeasure, countMeasure } from './measures.ts'
import type { Member } from './relation.ts'
import type { Rows } from './scope.ts'
import { duckdbType, type SqlType } from './sql-type.ts'
import type { Translation } from './translation.ts'

interface Aggregate {
  readonly write: (source: CubeSource) => Ex
  readonly type: SqlType
  /** FILTER of a measure: it is asked for in a query of its own, which leaves out the other rows. */
  readonly filter?: Tree
  /** True for what counts: nothing is 0. */
  readonly isCount?: boolean
}

/** A query of groups: one Cube query for each grouping set. */
export class GroupedBlock {
  readonly #block: Block
  readonly #from: Semantic
  readonly #isTotal: boolean
  readonly #translation: Translation
  readonly #groups = new Map<string, { index: number; type: SqlType; node: Tree }>()
  readonly #aggregates = new Map<string, { index: number } & Aggregate>()
  /** Measures that are grouped by: they have their own value in each group. */
  readonly #grouped = new Set<string>()
  readonly #filters: Tree[] = []
  /** Tells the types of what is asked. */
  readonly #probe: CubeSource

  /** `isTotal`: all rows are one group without saying so, and a measure stands for its value. */
  constructor(block: Block, from: Semantic, translation: Translation, isTotal = false) {
    this.#isTotal = isTotal
    this.#block = block
    this.#from = from
    this.#translation = translation
    this.#probe = this.#source()
    for (const [index, node] of block.groups.entries()) {
      const members = membersIn(node)
      const measure = members.find(({ kind }) => kind === 'measure')
      if (measure && memberOf(node)) {
        this.#grouped.add(sameness(node))
        continue
      }
      if (measure)
        throw new SqlError({
          state: '42803',
          message: `"${measure.name}" is a measure: a query cannot be grouped by it`,
          hint: `Ask for MEASURE(${measure.name}), or group by it in a query around this one.`,
        })
      // What is the same in every row makes no groups.
      if (members.length === 0 && !hasJoined(node)) continue
      this.#groups.set(sameness(node), { index, type: this.#probe.dimension(node).type, node })
    }
  }

  async rows(): Promise<Rows> {
    const block = this.#block
    const emitter = this.#emitter(false)
    const lenient = this.#emitter(true)
    const tests: string[] = []
    for (const test of block.where) {
      if (hasAggregates(test))
        throw new SqlError({ state: '42803', message: 'aggregate functions are not allowed in WHERE' })
      const kinds = new Set(membersIn(test).map(({ kind }) => kind === 'measure'))
      if (kinds.size > 1)
        throw unsupported(
          'A condition over both measures and dimensions',
          'Part it with AND, or put it into a query around this one.',
        )
      if (kinds.has(true)) tests.push(lenient.condition(test))
      else this.#filters.push(test)
    }
    if (block.having) tests.push(emitter.condition(block.having))
    const write = (from: string) => writeSelect(block, emitter, from, { where: tests })
    // Written twice: the first time says what is asked for.
    write('q')
    const sets: string[] = []
    for (const [index, set] of block.sets.entries()) sets.push(await this.#setRows(set, index))
    const { sql, types } = write(`(${sets.join(' UNION ALL ')}) AS q`)
    return { kind: 'rows', sql, columns: named(block, types) }
  }

  async #setRows(set: readonly number[], index: number): Promise<string> {
    const source = this.#source()
    for (const test of this.#filters) source.filter(test)
    const columns: string[] = []
    for (const group of this.#groups.values()) {
      const value = set.includes(group.index)
        ? source.dimension(group.node).sql
        : `CAST(NULL AS ${duckdbType(group.type)})`
      columns.push(`${value} AS g${group.index}`)
    }
    const aggregates = [...this.#aggregates.values()]
    for (const { index: place, filter, write } of aggregates)
      if (!filter) columns.push(`${write(source).sql} AS a${place}`)
    if (source.isEmpty) source.rowCount()
    if (columns.length === 0) columns.push('1 AS one')
    const parts = [`SELECT ${columns.join(', ')} FROM ${asTable(await source.sql(false))}`]
    const filters = new Map(aggregates.flatMap(({ filter }) => (filter ? [[sameness(filter), filter]] : [])))
    for (const [key, filter] of filters)
      parts.push(
        await this.#filteredRows(
          set,
          filter,
          aggregates.filter((it) => it.filter && sameness(it.filter) === key),
        ),
      )
    return this.#joined(parts, aggregates, index)
  }

  /** The groups of rows that meet a condition, with the measures that are asked for of these alone. */
  async #filteredRows(
    set: readonly number[],
    filter: Tree,
    aggregates: readonly ({ index: number } & Aggregate)[],
  ): Promise<string> {
    const source = this.#source()
    for (const test of [...this.#filters, filter]) source.filter(test)
    const groups = [...this.#groups.values()].filter((group) => set.includes(group.index))
    const columns = [
      ...groups.map((group) => `${source.dimension(group.node).sql} AS g${group.index}`),
      ...aggregates.map(({ index, write }) => `${write(source).sql} AS a${index}`),
    ]
    return `SELECT ${columns.join(', ')} FROM ${asTable(await source.sql(false))}`
  }

  #joined(
    parts: readonly string[],
    aggregates: readonly ({ index: number } & Aggregate)[],
    set: number,
  ): string {
    const [first, ...others] = parts
    if (others.length === 0) return `SELECT q.*, ${set} AS s FROM (${first}) AS q`
    const groups = [...this.#groups.values()].filter((group) => this.#block.sets[set]?.includes(group.index))
    const joins = others.map((sql, index) => {
      const tests = groups.map((group) => `p.g${group.index} IS NOT DISTINCT FROM f${index}.g${group.index}`)
      return ` LEFT JOIN (${sql}) AS f${index} ON ${tests.join(' AND ') || 'true'}`
    })
    const values = aggregates.map(({ index, filter, isCount }) => {
      if (!filter) return `p.a${index} AS a${index}`
      return isCount ? `coalesce(a${index}, 0) AS a${index}` : `a${index}`
    })
    const keys = [...this.#groups.values()].map(({ index }) => `p.g${index} AS g${index}`)
    return `SELECT ${[...keys, ...values].join(', ')}, ${set} AS s FROM (${first}) AS p${joins.join('')}`
  }

  #source(): CubeSource {
    const { session, parameters, model } = this.#translation
    const { relations, joins } = this.#from
    return new CubeSource({ relations, joins, session, parameters, model })
  }

  /** Writes what stands over the groups. `measures`: whether a measure may stand for its own value. */
  #emitter(measures: boolean): Emitter {
    const { session, parameters } = this.#translation
    const emitter: Emitter = new Emitter({
      session,
      parameters,
      aggregates: true,
      windows: this.#block.windows,
      leaf: (node) => this.#leaf(node, emitter, measures),
    })
    return emitter
  }

  #leaf(node: Tree, emitter: Emitter, measures: boolean): Leaf | undefined {
    const group = this.#groups.get(sameness(node))
    if (group) return ex(`q.g${group.index}`, group.type)
    const name = aggregateName(node)
    if (name !== undefined) return this.#aggregate(node, name)
    const member = memberOf(node)
    if (member?.kind === 'measure' && (measures || this.#isTotal || this.#grouped.has(sameness(node))))
      return this.#registered(sameness(node), measured(member))
    if (member) throw notGrouped(member)
    const joined = bodyOf<{ name: string }>(node, 'Joined')
    if (joined) throw notGrouped({ kind: 'dimension', name: joined.name })
    const [kind, body] = kindOf(node)
    if (kind === 'GroupingFunc') return this.#grouping((body as { args?: Tree[] }).args ?? [])
    return plainLeaf(node, (inner) => emitter.emit(inner))
  }

  #aggregate(node: Tree, name: string): Ex {
    const call = kindOf(node)[1] as FuncCall
    const args = (call.args ?? []) as Tree[]
    const [first] = args
    const location = locationOf(node)
    const place = location === undefined ? {} : { location }
    const members = membersIn([call.args, call.agg_order, call.agg_filter])
    const measures = members.filter(({ kind }) => kind === 'measure')
    const member = args.length === 1 && first ? memberOf(first) : undefined
    if (name === 'measure' && member?.kind !== 'measure')
      throw new SqlError({
        state: '42809',
        message: member
          ? `MEASURE() takes a measure, and "${member.name}" is a ${member.kind}`
          : 'MEASURE() takes the name of one measure',
        ...place,
      })
    if (member?.kind === 'measure') {
      aggregateOverMeasure(name, call.agg_distinct === true, member, location)
      const filter = call.agg_filter as Tree | undefined
      if (membersIn(filter).some(({ kind }) => kind === 'measure'))
        throw unsupported('FILTER by a measure', 'Put the condition into HAVING.', location)
      return this.#registered(sameness(node), {
        ...measured(member),
        ...(filter && { filter, isCount: /^count/.test(member.aggregation) }),
      })
    }
    if (measures.length > 0) return this.#overMeasures(node, name, first, measures, members)
    const isRows =
      name === 'count' && call.agg_distinct !== true && members.length === 0 && !hasJoined(call.args)
    if (isRows && (call.agg_star || args.length === 1)) {
      const count = countMeasure(this.#from.relations)
      return this.#registered(
        sameness(node),
        count ? measured(count) : { write: (source) => source.rowCount(), type: 'int8' },
      )
    }
    const write = (source: CubeSource): Ex =>
      source.aggregate((inner) => {
        if (!call.agg_star) return aggregation(inner, call, name)
        const test = call.agg_filter ? inner.condition(call.agg_filter) : 'true'
        return ex(`count(CASE WHEN ${test} THEN 1 END)`, 'int8')
      })
    return this.#registered(sameness(node), { write, type: write(this.#probe).type })
  }

  /** The greatest or least of what is one value in each group is that value, as BI tools ask for it. */
  #overMeasures(
    node: Tree,
    name: string,
    first: Tree | undefined,
    measures: Member[],
    members: Member[],
  ): Ex {
    if ((name === 'max' || name === 'min') && first && members.length === measures.length)
      return this.#emitter(true).emit(first)
    const measure = measures[0]?.name ?? ''
    throw unsupported(
      `${name.toUpperCase()} of an expression over the measure ${measure}`,
      `Ask for MEASURE(${measure}) and compute with it outside of the aggregate.`,
      locationOf(node),
    )
  }

  #registered(key: string, aggregate: Aggregate): Ex {
    const known = this.#aggregates.get(key) ?? { index: this.#aggregates.size, ...aggregate }
    this.#aggregates.set(key, known)
    return ex(`q.a${known.index}`, known.type)
  }

  /** GROUPING(): a bit for each argument that the set of a row does not group by. */
  #grouping(args: readonly Tree[]): Ex {
    const places = args.map((arg) => this.#groups.get(sameness(arg))?.index)
    if (places.includes(undefined))
      throw new SqlError({ state: '42803', message: 'arguments to GROUPING must be grouping expressions' })
    const masks = this.#block.sets.map((set, index) => {
      const bits = places.map((place) => (set.includes(place ?? -1) ? '0' : '1')).join('')
      return `WHEN ${index} THEN ${Number.parseInt(bits || '0', 2)}`
    })
    return ex(`CAST(CASE q.s ${masks.join(' ')} END AS INTEGER)`, 'int4')
  }
}

const measured = (member: Member): Aggregate => ({
  write: (source) => source.measure(member),
  type: member.isInstant ? 'timestamp' : member.type,
})

function notGrouped({ kind, name }: Pick<Member, 'kind' | 'name'>): SqlError {
  return new SqlError({
    state: '42803',
    message: `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`,
    ...(kind === 'measure' && { hint: `"${name}" is a measure: write MEASURE(${name}).` }),
  })
}
