import { createHash } from 'node:crypto'
import { unsupported } from '../sql-error.ts'
import type { Tree } from './ast.ts'
import { Emitter, type Leaf } from './emit.ts'
import { type Ex, ex, identifier, toLocal } from './expression.ts'
import type { Session } from './functions.ts'
import { memberOf, plainLeaf } from './leaves.ts'
import type { Parameters } from './parameters.ts'
import { type PlainFilter, plainFilters, plainGranularity } from './plain-parts.ts'
import type { CubeQuery, CubeSubqueryJoin, Member, MemberExpression, Model, Relation } from './relation.ts'
import type { SubqueryJoin } from './scope.ts'

interface CubeSourceOptions {
  readonly relations: readonly Relation[]
  readonly joins: readonly SubqueryJoin[]
  readonly session: Session
  readonly parameters: Parameters
  readonly model: Model
}

type Place = 'dimension' | 'measure' | 'segment'

// Stands around the name of a member until Cube says what it is in SQL. Neither is in any text that was parsed.
const OPEN = '\u0000{'
const CLOSE = '}\u0000'
const MEMBER = new RegExp(`${OPEN}([^}]+)${CLOSE}`, 'g')

/** A Cube query in the making: what is asked of it has a column in its rows. */
export class CubeSource {
  readonly #options: CubeSourceOptions
  readonly #dimensions = new Map<string, { name: string; item: string | MemberExpression }>()
  readonly #measures = new Map<string, { name: string; item: string | MemberExpression }>()
  readonly #times = new Map<string, { name: string; member: string; granularity: string }>()
  readonly #segments: (string | MemberExpression)[] = []
  readonly #filters: PlainFilter[] = []

  constructor(options: CubeSourceOptions) {
    this.#options = options
  }

  /** An expression over dimensions as a column of the query. */
  dimension(node: Tree): Leaf {
    const time = plainGranularity(node)
    if (time) return this.#time(time.member.path, time.granularity)
    const member = memberOf(node)
    const value = this.#emitter('dimension').emit(node)
    const key = member && !member.isInstant ? member.path : value.sql
    const column = this.#column(this.#dimensions, 'd', key, (name) =>
      key === member?.path ? key : this.#expression(name, value.sql),
    )
    return ex(column, value.type === 'unknown' ? 'text' : value.type)
  }

  #time(member: string, granularity: string): Leaf {
    const key = `${member}.${granularity}`
    const known = this.#times.get(key) ?? { name: `t${this.#times.size}`, member, granularity }
    this.#times.set(key, known)
    return ex(`CAST(q.${known.name} AS TIMESTAMP)`, 'timestamp')
  }

  /** A measure as a column. */
  measure(member: Member): Ex {
    const column = this.#column(this.#measures, 'm', member.path, () => member.path)
    // As its type says: a sum of whole numbers is of a type that no client knows.
    const typed = member.type === 'int8' || member.type === 'int4' ? `CAST(${column} AS BIGINT)` : column
    return ex(member.isInstant ? toLocal(column, this.#options.session.zone) : typed, member.type)
  }

  /** An aggregate over dimensions as a column. */
  aggregate(write: (emitter: Emitter) => Ex): Ex {
    const value = write(this.#emitter('measure'))
    const column = this.#column(this.#measures, 'm', value.sql, (name) => this.#expression(name, value.sql))
    return ex(column, value.type)
  }

  /** How many rows there are. */
  rowCount(): Ex {
    const [dimension] = this.#options.relations.flatMap(({ members }) =>
      members.filter(({ kind }) => kind === 'dimension'),
    )
    if (!dimension) return this.#measuredRows()
    return this.aggregate(() =>
      ex(`count(CASE WHEN ${placeholder(dimension)} IS NULL THEN 1 ELSE 1 END)`, 'int8'),
    )
  }

  /** Rows of a cube without dimensions, which is there for the sake of a measure of its own. */
  #measuredRows(): Ex {
    const measure = this.#options.relations[0]?.members.find(({ kind }) => kind === 'measure')
    if (!measure) throw unsupported('A count of a cube without members')
    this.measure(measure)
    return this.aggregate(() => ex('count(*)', 'int8'))
  }

  /** Leaves out the rows that do not meet a condition over dimensions and segments. */
  filter(node: Tree): void {
    const member = memberOf(node)
    const plain = plainFilters(node)
    if (plain) this.#filters.push(...plain)
    else if (member?.kind === 'segment') this.#segments.push(member.path)
    else
      this.#segments.push(
        this.#expression(`f${this.#segments.length}`, `(${this.#emitter('segment').condition(node)})`),
      )
  }

  get isEmpty(): boolean {
    return this.#dimensions.size + this.#times.size + this.#measures.size === 0
  }

  /** What is asked of Cube so far. */
  query(isUngrouped: boolean): CubeQuery {
    const { relations, session, joins } = this.#options
    return {
      dimensions: [...this.#dimensions.values()].map(({ item }) => item),
      measures: [...this.#measures.values()].map(({ item }) => item),
      timeDimensions: [...this.#times.values()].map(({ member, granularity }) => ({
        dimension: member,
        granularity,
      })),
      filters: this.#filters,
      segments: this.#segments,
      ...(isUngrouped && { ungrouped: true }),
      order: [],
      timezone: session.zone,
      ...(relations.length > 1 && { joinHints: relations.map(({ name }) => [name]) }),
      ...(joins.length > 0 && { subqueryJoins: joins.map((join, index) => this.#join(join, index)) }),
    }
  }

  #join({ alias, sql, type, on }: SubqueryJoin, index: number): CubeSubqueryJoin {
    const condition = this.#emitter('segment').condition(on)
    return { alias, sql, joinType: type, on: this.#expression(`j${index}`, `(${condition})`) }
  }

  /** The rows of the query as SQL. */
  async sql(isUngrouped: boolean): Promise<string> {
    const { model, parameters } = this.#options
    const columns = [...this.#dimensions.values(), ...this.#measures.values()]
    const aliases = Object.fromEntries([
      ...columns.map(({ name, item }) => [typeof item === 'string' ? item : name, name]),
      ...[...this.#times].map(([key, { name }]) => [key, name]),
    ])
    const { sql, params } = await model.sql(this.query(isUngrouped), aliases)
    const numbers = new Map<number, string>()
    return sql.replace(/\$(\d+)\$/g, (_, index: string) => {
      const known = numbers.get(Number(index)) ?? parameters.own(params[Number(index)])
      numbers.set(Number(index), known)
      return known
    })
  }

  #column(
    columns: Map<string, { name: string; item: string | MemberExpression }>,
    prefix: string,
    key: string,
    item: (name: string) => string | MemberExpression,
  ): string {
    const known = columns.get(key)
    if (known) return `q.${known.name}`
    const name = `${prefix}${columns.size}`
    columns.set(key, { name, item: item(name) })
    return `q.${name}`
  }

  #emitter(place: Place): Emitter {
    const { session, parameters } = this.#options
    const emitter: Emitter = new Emitter({
      session,
      parameters,
      aggregates: false,
      windows: [],
      leaf: (node) => {
        const member = memberOf(node)
        return member
          ? memberLeaf(member, place, session.zone)
          : plainLeaf(node, (inner) => emitter.emit(inner))
      },
    })
    return emitter
  }

  /**
   * Cube takes expressions as functions that write SQL. Ours is a closure, never a text that would be evaluated;
   * what it prints as tells Cube the names of its arguments and one expression from another.
   */
  #expression(name: string, sql: string): MemberExpression {
    const cubes = this.#options.relations.map((relation) => relation.name)
    const digest = createHash('sha1').update(sql).digest('base64url')
    const write = (...proxies: Readonly<Record<string, unknown>>[]): string =>
      sql.replace(MEMBER, (_, path: string) => {
        const [cube = '', member = ''] = path.split('.')
        return `${proxies[cubes.indexOf(cube)]?.[member]}`
      })
    return {
      cubeName: cubes[0] ?? '',
      name,
      expressionName: name,
      expression: Object.assign(write, {
        toString: () => `(${cubes.join(', ')}) => '${digest}'`,
        // The model reads which of its members are asked for, wherever they stand.
        members: [...new Set([...sql.matchAll(MEMBER)].map(([, path = '']) => path))],
      }),
      definition: digest,
    }
  }
}

const placeholder = ({ path }: Member): string => `${OPEN}${path}${CLOSE}`

/** A member within an expression. Cube shows instants in the session's zone, except in conditions. */
function memberLeaf(member: Member, place: Place, zone: string): Leaf {
  const sql = placeholder(member)
  // As the model has it: without brackets.
  if (member.kind === 'segment') return ex(`(${sql})`, 'bool')
  if (member.isDay) return ex(`CAST(${sql} AS TIMESTAMP)`, 'timestamp')
  if (!member.isInstant || place !== 'segment') return ex(sql, member.type)
  return { sql: toLocal(sql, zone), type: 'timestamp', utc: sql }
}

/** A query of Cube's as a table in FROM. */
export const asTable = (sql: string): string => `(${sql}) AS ${identifier('q')}`
