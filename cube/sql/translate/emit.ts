import type {
  A_ArrayExpr,
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
import { aggregateCall, isAggregate, isWindowFunction, MEASURE } from './aggregates.ts'
import { bodyOf, kindOf, locationOf, type Node, type Tree, texts, walk } from './ast.ts'
import { cast, type Ex, ex, quoted, toUtc } from './expression.ts'
import { frameOf } from './frame.ts'
import { callFunction, localNow, notZero, type Session } from './functions.ts'
import type { Parameters } from './parameters.ts'
import { commonType, duckdbType, isInstant, isNumber, isWhole, type SqlType, typeNamed } from './sql-type.ts'

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

const COMPARISONS = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])
const HAS_OFFSET = /\d[ T]\d\d:\d\d.*([+-]\d\d(:?\d\d)?|Z)$/i

/** Writes expressions for DuckDB that answer as PostgreSQL does. What it does not know is refused. */
export class Emitter {
  readonly #context: EmitContext

  constructor(context: EmitContext) {
    this.#context = context
  }

  emit(node: Tree | Node): Leaf {
    const found = this.#context.leaf(node as Tree)
    if (found) return found
    const [kind, body] = kindOf(node)
    switch (kind) {
      case 'A_Const':
        return constant(body as A_Const)
      case 'ParamRef':
        return this.#context.parameters.client((body as ParamRef).number ?? 0, 'unknown', locationOf(node))
      case 'A_Expr':
        return this.#operator(body as A_Expr, locationOf(node))
      case 'BoolExpr':
        return this.#logic(body as BoolExpr)
      case 'NullTest': {
        const { arg, nulltesttype } = body as NullTest
        return ex(`(${this.#sql(arg)} IS ${nulltesttype === 'IS_NULL' ? '' : 'NOT '}NULL)`, 'bool')
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
        return this.#cast(body as TypeCast, locationOf(node))
      case 'SQLValueFunction':
        return this.#value(body as SQLValueFunction)
      case 'FuncCall':
        return this.#call(body as FuncCall, locationOf(node))
      case 'CollateClause':
        return this.emit((body as { arg: Node }).arg)
      default:
        throw unsupported(`The expression ${kind}`, undefined, locationOf(node))
    }
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
  order(item: Tree | Node, sqlOf: (node: Tree) => string = (node) => this.#sql(node)): string {
    const { node, sortby_dir: direction, sortby_nulls: nulls } = bodyOf<SortBy>(item, 'SortBy') ?? {}
    if (direction === 'SORTBY_USING') throw unsupported('ORDER BY ... USING')
    const isDown = direction === 'SORTBY_DESC'
    const first = nulls === 'SORTBY_NULLS_FIRST' || (nulls !== 'SORTBY_NULLS_LAST' && isDown)
    return `${sqlOf(node as Tree)} ${isDown ? 'DESC' : 'ASC'} NULLS ${first ? 'FIRST' : 'LAST'}`
  }

  #sql(node: Tree | Node | undefined): string {
    return node ? this.emit(node).sql : 'NULL'
  }

  #operator(expression: A_Expr, location: number | undefined): Leaf {
    const { kind, lexpr, rexpr } = expression
    const [name = ''] = texts(expression.name).slice(-1)
    const left = lexpr as Tree | undefined
    const right = rexpr as Tree | undefined
    switch (kind) {
      case 'AEXPR_OP':
        return left ? this.#binary(name, left, right as Tree, location) : this.#prefix(name, right as Tree)
      case 'AEXPR_DISTINCT':
      case 'AEXPR_NOT_DISTINCT': {
        const [a, b] = this.#pair(left as Tree, right as Tree)
        return ex(`(${a.sql} IS ${kind === 'AEXPR_DISTINCT' ? '' : 'NOT '}DISTINCT FROM ${b.sql})`, 'bool')
      }
      case 'AEXPR_NULLIF': {
        const [a, b] = this.#pair(left as Tree, right as Tree)
        return ex(`nullif(${a.sql}, ${b.sql})`, a.type)
      }
      case 'AEXPR_IN': {
        const items = (kindOf(right as Tree)[1] as { items?: Tree[] }).items ?? []
        const tests = items.map((item) => this.#binary('=', left as Tree, item, location).sql)
        return ex(`${name === '<>' ? 'NOT ' : ''}(${tests.join(' OR ')})`, 'bool')
      }
      case 'AEXPR_LIKE':
      case 'AEXPR_ILIKE':
        return this.#like(name, kind === 'AEXPR_ILIKE' ? 'ILIKE' : 'LIKE', left as Tree, right as Tree)
      case 'AEXPR_BETWEEN':
      case 'AEXPR_NOT_BETWEEN':
      case 'AEXPR_BETWEEN_SYM':
      case 'AEXPR_NOT_BETWEEN_SYM': {
        const [low, high] = (kindOf(right as Tree)[1] as { items?: [Tree, Tree] }).items ?? []
        const within = (from: Tree, to: Tree): string =>
          `(${this.#binary('>=', left as Tree, from, location).sql} AND ${this.#binary('<=', left as Tree, to, location).sql})`
        const one = within(low as Tree, high as Tree)
        const test = kind.endsWith('SYM') ? `(${one} OR ${within(high as Tree, low as Tree)})` : one
        return ex(kind.startsWith('AEXPR_NOT') ? `(NOT ${test})` : test, 'bool')
      }
      case 'AEXPR_OP_ANY':
      case 'AEXPR_OP_ALL':
        return this.#anyOf(name, left as Tree, right as Tree, kind === 'AEXPR_OP_ALL', location)
      default:
        throw unsupported(`The operator ${name}`, undefined, location)
    }
  }

  #prefix(name: string, node: Tree): Ex {
    const operand = this.emit(node)
    if (name === '-' || name === '+') return ex(`(${name === '-' ? '-' : ''}${operand.sql})`, operand.type)
    throw unsupported(`The operator ${name} before its operand`)
  }

  /** Both sides; a literal or parameter takes the type of the other. */
  #pair(left: Tree, right: Tree): [Leaf, Leaf] {
    const [a, b] = [this.emit(left), this.emit(right)]
    return [this.#fitted(left, a, b.type), this.#fitted(right, b, a.type)]
  }

  #fitted(node: Tree, value: Leaf, type: SqlType): Leaf {
    if (value.type !== 'unknown' || type === 'unknown') return value
    const parameter = bodyOf<ParamRef>(node, 'ParamRef')
    if (parameter) return this.#context.parameters.client(parameter.number ?? 0, type)
    if (isInstant(type)) return this.#instant(literalOf(node), value, type)
    // A literal takes the type of the column in DuckDB too; only times have to be read in our zone.
    return isNumber(type) || type === 'text' ? ex(value.sql, type) : cast(value, type)
  }

  /** A literal as a local time: one that says its offset is moved from there. */
  #instant(literal: string | undefined, value: Ex, type: SqlType): Ex {
    if (literal === undefined || !HAS_OFFSET.test(literal)) return ex(`CAST(${value.sql} AS TIMESTAMP)`, type)
    return ex(`timezone(${quoted(this.#context.session.zone)}, CAST(${value.sql} AS TIMESTAMPTZ))`, type)
  }

  #binary(name: string, left: Tree, right: Tree, location: number | undefined): Ex {
    const [a, b] = this.#pair(left, right)
    if (COMPARISONS.has(name)) return this.#compare(name, left, right, a, b, location)
    switch (name) {
      case '||':
        return ex(`(${asText(a)} || ${asText(b)})`, 'text')
      case '~':
      case '~*':
      case '!~':
      case '!~*': {
        const test = `regexp_matches(${asText(a)}, ${b.sql}${name.endsWith('*') ? ", 'i'" : ''})`
        return ex(name.startsWith('!') ? `(NOT ${test})` : test, 'bool')
      }
      case '^':
        return ex(`power(${a.sql}, ${b.sql})`, 'float8')
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return arithmetic(name, a, b, location)
      default:
        throw unsupported(`The operator ${name}`, undefined, location)
    }
  }

  #compare(name: string, left: Tree, right: Tree, a: Leaf, b: Leaf, location: number | undefined): Ex {
    const operator = name === '!=' ? '<>' : name
    if (isInstant(a.type) !== isInstant(b.type) && (a.type === 'date' || b.type === 'date')) {
      // A day stands for its begin.
    } else if (!comparable(a.type, b.type))
      throw new SqlError({
        state: '42883',
        message: `operator does not exist: ${a.type} ${name} ${b.type}`,
        hint: 'No operator matches the given types. You might need to add explicit type casts.',
        ...(location !== undefined && { location }),
      })
    const { zone } = this.#context.session
    // As they are stored, so that DuckDB can leave out what no row of can match.
    if (a.utc !== undefined && isConstant(right))
      return ex(`(${a.utc} ${operator} ${toUtc(cast(b, 'timestamp').sql, zone)})`, 'bool')
    if (b.utc !== undefined && isConstant(left))
      return ex(`(${toUtc(cast(a, 'timestamp').sql, zone)} ${operator} ${b.utc})`, 'bool')
    return ex(`(${a.sql} ${operator} ${b.sql})`, 'bool')
  }

  #like(name: string, word: string, left: Tree, right: Tree): Ex {
    const escaped = bodyOf<FuncCall>(right, 'FuncCall')
    const isExplicit = escaped && texts(escaped.funcname).at(-1) === 'like_escape'
    const [pattern, sign] = isExplicit ? (escaped.args ?? []) : [right]
    const [a, b] = this.#pair(left, pattern as Tree)
    const by = sign ? this.#sql(sign) : "'\\'"
    return ex(`(${asText(a)} ${name.startsWith('!') ? 'NOT ' : ''}${word} ${asText(b)} ESCAPE ${by})`, 'bool')
  }

  #anyOf(name: string, left: Tree, right: Tree, isAll: boolean, location: number | undefined): Ex {
    const list =
      bodyOf<A_ArrayExpr>(right, 'A_ArrayExpr') ??
      bodyOf<A_ArrayExpr>(bodyOf<TypeCast>(right, 'TypeCast')?.arg, 'A_ArrayExpr')
    if (list) {
      const tests = (list.elements ?? []).map((item) => this.#binary(name, left, item as Tree, location).sql)
      const none = isAll ? 'true' : 'false'
      return ex(tests.length === 0 ? none : `(${tests.join(isAll ? ' AND ' : ' OR ')})`, 'bool')
    }
    const cast = bodyOf<TypeCast>(right, 'TypeCast')
    const parameter = bodyOf<ParamRef>(cast?.arg ?? right, 'ParamRef')
    if (!parameter || !['=', '<>'].includes(name))
      throw unsupported(`${name} ANY of this`, undefined, location)
    const a = this.emit(left)
    const type = isWhole(a.type) ? 'int8[]' : 'text[]'
    const items = this.#context.parameters.client(parameter.number ?? 0, type)
    const value = type === 'text[]' ? asText(a) : a.sql
    if (name === '=' && !isAll) return ex(`list_contains(${items.sql}, ${value})`, 'bool')
    if (name === '<>' && isAll) return ex(`(NOT list_contains(${items.sql}, ${value}))`, 'bool')
    throw unsupported(`${name} ${isAll ? 'ALL' : 'ANY'}`, undefined, location)
  }

  #logic({ boolop, args = [] }: BoolExpr): Ex {
    const parts = args.map((arg) => this.condition(arg))
    if (boolop === 'NOT_EXPR') return ex(`(NOT ${parts[0]})`, 'bool')
    return ex(`(${parts.join(boolop === 'AND_EXPR' ? ' AND ' : ' OR ')})`, 'bool')
  }

  #booleanTest({ arg, booltesttype = 'IS_TRUE' }: BooleanTest): Ex {
    const value = this.#sql(arg)
    const [, not, word] = /^IS_(NOT_)?(TRUE|FALSE|UNKNOWN)$/.exec(booltesttype) ?? []
    return ex(`(${value} IS ${not ? 'NOT ' : ''}${word === 'UNKNOWN' ? 'NULL' : word})`, 'bool')
  }

  #case({ arg, args = [], defresult }: CaseExpr): Ex {
    const whens = args.map((item) => bodyOf<CaseWhen>(item, 'CaseWhen') ?? {})
    const results = this.#unified([...whens.map(({ result }) => result), defresult])
    const parts = whens.map(({ expr }, index) => {
      const test = arg
        ? this.#binary('=', arg as Tree, expr as Tree, undefined).sql
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
      const fitted = node ? this.#fitted(node as Tree, value, type) : value
      const isMixed =
        fitted.type !== type && fitted.type !== 'unknown' && !(isNumber(fitted.type) && isNumber(type))
      return isMixed ? cast(fitted, type).sql : fitted.sql
    })
    return { sql, type }
  }

  #cast({ arg, typeName }: TypeCast, location: number | undefined): Leaf {
    const [name = ''] = texts(typeName?.names).slice(-1)
    const type = typeNamed(name.toLowerCase())
    if (type === undefined || (typeName?.arrayBounds ?? []).length > 0)
      throw new SqlError({
        state: '42704',
        message: `type "${name}" does not exist`,
        hint: 'docs/sql.md lists the types that values can be cast to.',
        ...(location !== undefined && { location }),
      })
    const parameter = bodyOf<ParamRef>(arg, 'ParamRef')
    if (parameter) return cast(this.#context.parameters.client(parameter.number ?? 0, type), type)
    const value = this.emit(arg as Node)
    const literal = literalOf(arg as Tree)
    if (isInstant(type) && value.type === 'unknown') return this.#instant(literal, value, type)
    if (isInstant(type) && isInstant(value.type)) return { ...value, type }
    if (type === 'interval' && literal !== undefined) return interval(literal, typeName?.typmods)
    if (type === 'numeric') return decimal(value, modifiers(typeName?.typmods))
    if (type === 'bool' && isNumber(value.type)) return ex(`(${value.sql} <> 0)`, 'bool')
    if (isWhole(type) && value.type === 'float8')
      return ex(`CAST(round_even(${value.sql}, 0) AS ${duckdbType(type)})`, type)
    const [length] = name === 'varchar' || name === 'bpchar' ? modifiers(typeName?.typmods) : []
    const text = cast(value, type)
    return length === undefined ? text : ex(`left(${text.sql}, ${length})`, 'text')
  }

  #value({ op }: SQLValueFunction): Ex {
    const { zone, user, database } = this.#context.session
    switch (op) {
      case 'SVFOP_CURRENT_DATE':
        return ex(`CAST(${localNow(zone)} AS DATE)`, 'date')
      case 'SVFOP_CURRENT_TIMESTAMP':
      case 'SVFOP_CURRENT_TIMESTAMP_N':
        return ex(localNow(zone), 'timestamptz')
      case 'SVFOP_LOCALTIMESTAMP':
      case 'SVFOP_LOCALTIMESTAMP_N':
        return ex(localNow(zone), 'timestamp')
      case 'SVFOP_CURRENT_CATALOG':
        return ex(quoted(database), 'text')
      case 'SVFOP_CURRENT_SCHEMA':
        return ex("'public'", 'text')
      case 'SVFOP_CURRENT_ROLE':
      case 'SVFOP_CURRENT_USER':
      case 'SVFOP_SESSION_USER':
      case 'SVFOP_USER':
        return ex(quoted(user), 'text')
      default:
        throw unsupported(`${op?.replace('SVFOP_', '')}`)
    }
  }

  #call(call: FuncCall, location: number | undefined): Ex {
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
    if (call.over) return this.#window(call, name, location)
    if (isAggregate(name)) return this.#aggregate(call, name, location)
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
    const { session } = this.#context
    const literals = args.map((arg) => literalOf(arg as Tree))
    return callFunction(name, { args: args.map((arg) => this.emit(arg)), literals, session }, location)
  }

  #aggregate(call: FuncCall, name: string, location: number | undefined): Ex {
    if (name === MEASURE)
      throw new SqlError({
        state: '42883',
        message: 'MEASURE() takes a measure of a cube or view that the query is of',
        ...(location !== undefined && { location }),
      })
    if (!this.#context.aggregates)
      throw new SqlError({
        state: '42803',
        message: `aggregate function ${name} is not allowed here`,
        ...(location !== undefined && { location }),
      })
    return this.aggregation(call, name)
  }

  /** An aggregate over what its arguments are here. */
  aggregation(call: FuncCall, name: string): Ex {
    const inner = new Emitter({ ...this.#context, aggregates: false })
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

  #window(call: FuncCall, name: string, location: number | undefined): Ex {
    if ((!isAggregate(name) && !isWindowFunction(name)) || name === MEASURE || call.agg_distinct)
      throw unsupported(`${name} over a window`, undefined, location)
    const { over } = call
    const named = over?.name ?? over?.refname
    const base = named === undefined ? undefined : this.#context.windows.find((one) => one.name === named)
    if (named !== undefined && !base)
      throw new SqlError({
        state: '42704',
        message: `window "${named}" does not exist`,
        ...(location !== undefined && { location }),
      })
    const definition = { ...base, ...over, ...(over?.name !== undefined && base) }
    const partition = (definition.partitionClause ?? base?.partitionClause ?? []).map((node) =>
      this.#sql(node),
    )
    const order = (definition.orderClause ?? base?.orderClause ?? []).map((item) => this.order(item))
    const args = (call.args ?? []).map((arg) => this.emit(arg))
    const filter = call.agg_filter ? this.condition(call.agg_filter) : undefined
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
      ...frameOf(definition, (node) => this.#sql(node)),
    ]
    return ex(`${sql} OVER (${parts.join(' ')})`, type)
  }
}

function constant({ ival, fval, sval, boolval, isnull, bsval }: A_Const): Ex {
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

function arithmetic(name: string, a: Ex, b: Ex, location: number | undefined): Ex {
  const types = [a.type, b.type]
  if (types.every((type) => isNumber(type) || type === 'unknown')) return numbers(name, a, b)
  const refusal = new SqlError({
    state: '42883',
    message: `operator does not exist: ${a.type} ${name} ${b.type}`,
    ...(location !== undefined && { location }),
  })
  const times = (type: SqlType): boolean => type === 'date' || isInstant(type)
  if (name === '-' && a.type === 'date' && b.type === 'date')
    return ex(`CAST((${a.sql} - ${b.sql}) AS INTEGER)`, 'int4')
  if (name === '-' && times(a.type) && times(b.type))
    return ex(`(${cast(a, 'timestamp').sql} - ${cast(b, 'timestamp').sql})`, 'interval')
  if (a.type === 'interval' && b.type === 'interval' && (name === '+' || name === '-'))
    return ex(`(${a.sql} ${name} ${b.sql})`, 'interval')
  if (name === '*' && types.includes('interval')) return ex(`(${a.sql} * ${b.sql})`, 'interval')
  if (name !== '+' && name !== '-') throw refusal
  const [time, other] = times(a.type) ? [a, b] : name === '+' ? [b, a] : [undefined, b]
  if (!time || !times(time.type)) throw refusal
  if (time.type === 'date' && isWhole(other.type))
    return ex(`(${time.sql} ${name} CAST(${other.sql} AS INTEGER))`, 'date')
  if (other.type !== 'interval' && other.type !== 'unknown') throw refusal
  return ex(
    `(${cast(time, 'timestamp').sql} ${name} ${cast(other, 'interval').sql})`,
    time.type === 'timestamptz' ? 'timestamptz' : 'timestamp',
  )
}

/** Division follows PostgreSQL: whole by whole is whole, a decimal stays one, and by zero is an error. */
function numbers(name: string, a: Ex, b: Ex): Ex {
  const type = commonType([a.type, b.type])
  if (name === '%') return ex(`(${a.sql} % ${notZero(b)})`, type)
  if (name !== '/') return ex(`(${a.sql} ${name} ${b.sql})`, type)
  if (isWhole(type)) return ex(`(${a.sql} // ${notZero(b)})`, type)
  if (type === 'numeric') return ex(`CAST(${a.sql} / ${notZero(b)} AS DECIMAL(38, 16))`, 'numeric')
  return ex(`(CAST(${a.sql} AS DOUBLE) / ${notZero(b)})`, 'float8')
}

function interval(literal: string, typmods: readonly Node[] | undefined): Ex {
  const [mask] = modifiers(typmods)
  const unit = { 2: 'month', 4: 'year', 8: 'day', 1024: 'hour', 2048: 'minute', 4096: 'second' }[mask ?? 0]
  return ex(`CAST(${quoted(unit === undefined ? literal : `${literal} ${unit}`)} AS INTERVAL)`, 'interval')
}

const MAX_DIGITS = 38

function decimal(value: Ex, [digits, scale = 0]: readonly number[]): Ex {
  if (digits === undefined) return value.type === 'numeric' ? value : cast(value, 'numeric')
  if (digits < 1 || digits > MAX_DIGITS || scale < 0 || scale > digits)
    throw new SqlError({
      state: '22023',
      message: `NUMERIC precision ${digits} must be between 1 and ${MAX_DIGITS}`,
    })
  return ex(`CAST(${value.sql} AS DECIMAL(${digits}, ${scale}))`, 'numeric')
}

const modifiers = (typmods: readonly Node[] | undefined): number[] =>
  (typmods ?? []).map((node) => bodyOf<A_Const>(node, 'A_Const')?.ival?.ival ?? 0)

const asText = (value: Ex): string =>
  value.type === 'text' || value.type === 'unknown' ? value.sql : `CAST(${value.sql} AS VARCHAR)`

function comparable(a: SqlType, b: SqlType): boolean {
  if (a === b || a === 'unknown' || b === 'unknown') return true
  if (isNumber(a) && isNumber(b)) return true
  return isInstant(a) && isInstant(b)
}

/** The text of a literal. */
export function literalOf(node: Tree): string | undefined {
  const constant = bodyOf<A_Const>(node, 'A_Const')
  return constant?.sval ? (constant.sval.sval ?? '') : undefined
}

/** True for what is the same in every row. */
function isConstant(node: Tree): boolean {
  let is = true
  walk(node, (kind) => {
    if (kind === 'Member' || kind === 'Slot' || kind === 'ColumnRef') is = false
    return is
  })
  return is
}
