import type {
  A_Const,
  A_Expr,
  BoolExpr,
  BooleanTest,
  CaseExpr,
  CaseWhen,
  CoalesceExpr,
  FuncCall,
  MinMaxExpr,
  NullTest,
  ParamRef,
  SortBy,
  SQLValueFunction,
  TypeCast,
  WindowDef,
} from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, locationOf, type Node, type Tree } from './ast.ts'
import { call } from './calls.ts'
import { castNode } from './casts.ts'
import { cast, type Ex, ex, quoted } from './expression.ts'
import type { Session } from './functions.ts'
import { constant, literalOf } from './literals.ts'
import { binary, operator } from './operators.ts'
import type { Parameters } from './parameters.ts'
import { sessionValue } from './session-value.ts'
import { commonType, isInstant, isNumber, type SqlType } from './sql-type.ts'

/** A value of a column, which for an instant may also be had in UTC, as it is stored. */
export interface Leaf extends Ex {
  readonly utc?: string
}

export interface EmitContext {
  readonly session: Session
  readonly parameters: Parameters
  /** What stands for a node as a whole: a column, a group, an aggregate. */
  readonly leaf: (node: Tree) => Leaf | undefined
  /** True where aggregates may stand. */
  readonly aggregates: boolean
  readonly windows: readonly WindowDef[]
}

const HAS_OFFSET = /\d[ T]\d\d:\d\d.*([+-]\d\d(:?\d\d)?|Z)$/i

/** Writes expressions for DuckDB that answer as PostgreSQL does. What it does not know is refused. */
export class Emitter {
  readonly context: EmitContext

  constructor(context: EmitContext) {
    this.context = context
  }

  emit(node: Tree | Node): Leaf {
    const found = this.context.leaf(node as Tree)
    if (found) return found
    const [kind, body] = kindOf(node)
    switch (kind) {
      case 'A_Const':
        return constant(body as A_Const)
      case 'ParamRef':
        return this.context.parameters.client((body as ParamRef).number ?? 0, 'unknown', locationOf(node))
      case 'A_Expr':
        return operator(this, body as A_Expr, locationOf(node))
      case 'BoolExpr':
        return this.#logic(body as BoolExpr)
      case 'NullTest': {
        const { arg, nulltesttype } = body as NullTest
        return ex(`(${this.sql(arg)} IS ${nulltesttype === 'IS_NULL' ? '' : 'NOT '}NULL)`, 'bool')
      }
      case 'BooleanTest':
        return this.#booleanTest(body as BooleanTest)
      case 'CaseExpr':
        return this.#case(body as CaseExpr)
      case 'CoalesceExpr':
        return this.#same('coalesce', (body as CoalesceExpr).args)
      case 'MinMaxExpr': {
        const { op, args } = body as MinMaxExpr
        return this.#same(op === 'IS_GREATEST' ? 'greatest' : 'least', args)
      }
      case 'TypeCast':
        return castNode(this, body as TypeCast, locationOf(node))
      case 'SQLValueFunction':
        return sessionValue(body as SQLValueFunction, this.context.session)
      case 'FuncCall':
        return call(this, body as FuncCall, locationOf(node))
      case 'CollateClause':
        return this.emit((body as { arg: Node }).arg)
      default:
        throw unsupported(`The expression ${kind}`, undefined, locationOf(node))
    }
  }

  /** One like this where other things may stand. */
  within(change: Partial<EmitContext>): Emitter {
    return new Emitter({ ...this.context, ...change })
  }

  /** An expression where a condition is asked for. */
  condition(node: Tree | Node): string {
    const { sql, type } = this.emit(node)
    if (type === 'bool' || type === 'unknown') return sql
    const location = locationOf(node)
    throw new SqlError({
      state: '42804',
      message: `a condition must be of type boolean, not type ${type}`,
      ...(location !== undefined && { location }),
    })
  }

  /** `x DESC NULLS FIRST`: where NULLs go is always said, for DuckDB puts them elsewhere. */
  order(item: Tree | Node, sqlOf: (node: Tree) => string = (node) => this.sql(node)): string {
    const { node, sortby_dir: direction, sortby_nulls: nulls } = bodyOf<SortBy>(item, 'SortBy') ?? {}
    if (direction === 'SORTBY_USING') throw unsupported('ORDER BY ... USING')
    const isDown = direction === 'SORTBY_DESC'
    const first = nulls === 'SORTBY_NULLS_FIRST' || (nulls !== 'SORTBY_NULLS_LAST' && isDown)
    return `${sqlOf(node as Tree)} ${isDown ? 'DESC' : 'ASC'} NULLS ${first ? 'FIRST' : 'LAST'}`
  }

  sql(node: Tree | Node | undefined): string {
    return node ? this.emit(node).sql : 'NULL'
  }

  /** Both sides; a literal or parameter takes the type of the other. */
  pair(left: Tree, right: Tree): [Leaf, Leaf] {
    const [a, b] = [this.emit(left), this.emit(right)]
    return [this.fitted(left, a, b.type), this.fitted(right, b, a.type)]
  }

  fitted(node: Tree, value: Leaf, type: SqlType): Leaf {
    if (value.type !== 'unknown' || type === 'unknown') return value
    const parameter = bodyOf<ParamRef>(node, 'ParamRef')
    if (parameter) return this.context.parameters.client(parameter.number ?? 0, type)
    if (isInstant(type)) return this.instant(literalOf(node), value, type)
    // A literal takes the type of the column in DuckDB too; only times have to be read in our zone.
    return isNumber(type) || type === 'text' ? ex(value.sql, type) : cast(value, type)
  }

  /** A literal as a local time: one that says its offset is moved from there. */
  instant(literal: string | undefined, value: Ex, type: SqlType): Ex {
    if (literal === undefined || !HAS_OFFSET.test(literal)) return ex(`CAST(${value.sql} AS TIMESTAMP)`, type)
    return ex(`timezone(${quoted(this.context.session.zone)}, CAST(${value.sql} AS TIMESTAMPTZ))`, type)
  }

  #logic({ boolop, args = [] }: BoolExpr): Ex {
    const parts = args.map((arg) => this.condition(arg))
    if (boolop === 'NOT_EXPR') return ex(`(NOT ${parts[0]})`, 'bool')
    return ex(`(${parts.join(boolop === 'AND_EXPR' ? ' AND ' : ' OR ')})`, 'bool')
  }

  #booleanTest({ arg, booltesttype = 'IS_TRUE' }: BooleanTest): Ex {
    const value = this.sql(arg)
    const [, not, word] = /^IS_(NOT_)?(TRUE|FALSE|UNKNOWN)$/.exec(booltesttype) ?? []
    return ex(`(${value} IS ${not ? 'NOT ' : ''}${word === 'UNKNOWN' ? 'NULL' : word})`, 'bool')
  }

  #case({ arg, args = [], defresult }: CaseExpr): Ex {
    const whens = args.map((item) => bodyOf<CaseWhen>(item, 'CaseWhen') ?? {})
    const results = this.#unified([...whens.map(({ result }) => result), defresult])
    const parts = whens.map(({ expr }, index) => {
      const test = arg
        ? binary(this, '=', arg as Tree, expr as Tree, undefined).sql
        : this.condition(expr as Tree)
      return `WHEN ${test} THEN ${results.sql[index]}`
    })
    return ex(`(CASE ${parts.join(' ')} ELSE ${results.sql.at(-1)} END)`, results.type)
  }

  #same(name: string, args: readonly Node[] = []): Ex {
    const { sql, type } = this.#unified(args)
    return ex(`${name}(${sql.join(', ')})`, type)
  }

  #unified(nodes: readonly (Node | undefined)[]): { sql: string[]; type: SqlType } {
    const values = nodes.map((node) => (node ? this.emit(node) : ex('NULL', 'unknown')))
    const type = commonType(values.map((value) => value.type))
    const sql = values.map((value, index) => {
      const node = nodes[index]
      const fitted = node ? this.fitted(node as Tree, value, type) : value
      const isMixed =
        fitted.type !== type && fitted.type !== 'unknown' && !(isNumber(fitted.type) && isNumber(type))
      return isMixed ? cast(fitted, type).sql : fitted.sql
    })
    return { sql, type }
  }
}
