import type { A_ArrayExpr, A_Expr, FuncCall, ParamRef, TypeCast } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { arithmetic } from './arithmetic.ts'
import { bodyOf, kindOf, type Tree, texts } from './ast.ts'
import type { Emitter, Leaf } from './emit.ts'
import { cast, type Ex, ex, toUtc } from './expression.ts'
import { isConstant } from './literals.ts'
import { isInstant, isNumber, isWhole, type SqlType } from './sql-type.ts'

const COMPARISONS = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])

export function operator(emitter: Emitter, expression: A_Expr, location: number | undefined): Leaf {
  const { kind, lexpr, rexpr } = expression
  const [name = ''] = texts(expression.name).slice(-1)
  const left = lexpr as Tree | undefined
  const right = rexpr as Tree | undefined
  switch (kind) {
    case 'AEXPR_OP':
      return left
        ? binary(emitter, name, left, right as Tree, location)
        : prefix(emitter, name, right as Tree)
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT': {
      const [a, b] = emitter.pair(left as Tree, right as Tree)
      return ex(`(${a.sql} IS ${kind === 'AEXPR_DISTINCT' ? '' : 'NOT '}DISTINCT FROM ${b.sql})`, 'bool')
    }
    case 'AEXPR_NULLIF': {
      const [a, b] = emitter.pair(left as Tree, right as Tree)
      return ex(`nullif(${a.sql}, ${b.sql})`, a.type)
    }
    case 'AEXPR_IN': {
      const items = (kindOf(right as Tree)[1] as { items?: Tree[] }).items ?? []
      const tests = items.map((item) => binary(emitter, '=', left as Tree, item, location).sql)
      return ex(`${name === '<>' ? 'NOT ' : ''}(${tests.join(' OR ')})`, 'bool')
    }
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return like(emitter, name, kind === 'AEXPR_ILIKE' ? 'ILIKE' : 'LIKE', left as Tree, right as Tree)
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM': {
      const [low, high] = (kindOf(right as Tree)[1] as { items?: [Tree, Tree] }).items ?? []
      const within = (from: Tree, to: Tree): string =>
        `(${binary(emitter, '>=', left as Tree, from, location).sql} AND ${binary(emitter, '<=', left as Tree, to, location).sql})`
      const one = within(low as Tree, high as Tree)
      const test = kind.endsWith('SYM') ? `(${one} OR ${within(high as Tree, low as Tree)})` : one
      return ex(kind.startsWith('AEXPR_NOT') ? `(NOT ${test})` : test, 'bool')
    }
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return anyOf(emitter, name, left as Tree, right as Tree, kind === 'AEXPR_OP_ALL', location)
    default:
      throw unsupported(`The operator ${name}`, undefined, location)
  }
}

function prefix(emitter: Emitter, name: string, node: Tree): Ex {
  const operand = emitter.emit(node)
  if (name === '-' || name === '+') return ex(`(${name === '-' ? '-' : ''}${operand.sql})`, operand.type)
  throw unsupported(`The operator ${name} before its operand`)
}

export function binary(
  emitter: Emitter,
  name: string,
  left: Tree,
  right: Tree,
  location: number | undefined,
): Ex {
  const [a, b] = emitter.pair(left, right)
  if (COMPARISONS.has(name)) return compare(emitter, name, left, right, a, b, location)
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

function compare(
  emitter: Emitter,
  name: string,
  left: Tree,
  right: Tree,
  a: Leaf,
  b: Leaf,
  location: number | undefined,
): Ex {
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
  const { zone } = emitter.context.session
  // As they are stored, so that DuckDB can leave out what no row of can match.
  if (a.utc !== undefined && isConstant(right))
    return ex(`(${a.utc} ${operator} ${toUtc(cast(b, 'timestamp').sql, zone)})`, 'bool')
  if (b.utc !== undefined && isConstant(left))
    return ex(`(${toUtc(cast(a, 'timestamp').sql, zone)} ${operator} ${b.utc})`, 'bool')
  return ex(`(${a.sql} ${operator} ${b.sql})`, 'bool')
}

function like(emitter: Emitter, name: string, word: string, left: Tree, right: Tree): Ex {
  const escaped = bodyOf<FuncCall>(right, 'FuncCall')
  const isExplicit = escaped && texts(escaped.funcname).at(-1) === 'like_escape'
  const [pattern, sign] = isExplicit ? (escaped.args ?? []) : [right]
  const [a, b] = emitter.pair(left, pattern as Tree)
  const by = sign ? emitter.sql(sign) : "'\\'"
  return ex(`(${asText(a)} ${name.startsWith('!') ? 'NOT ' : ''}${word} ${asText(b)} ESCAPE ${by})`, 'bool')
}

function anyOf(
  emitter: Emitter,
  name: string,
  left: Tree,
  right: Tree,
  isAll: boolean,
  location: number | undefined,
): Ex {
  const list =
    bodyOf<A_ArrayExpr>(right, 'A_ArrayExpr') ??
    bodyOf<A_ArrayExpr>(bodyOf<TypeCast>(right, 'TypeCast')?.arg, 'A_ArrayExpr')
  if (list) {
    const tests = (list.elements ?? []).map((item) => binary(emitter, name, left, item as Tree, location).sql)
    const none = isAll ? 'true' : 'false'
    return ex(tests.length === 0 ? none : `(${tests.join(isAll ? ' AND ' : ' OR ')})`, 'bool')
  }
  const cast = bodyOf<TypeCast>(right, 'TypeCast')
  const parameter = bodyOf<ParamRef>(cast?.arg ?? right, 'ParamRef')
  if (!parameter || !['=', '<>'].includes(name)) throw unsupported(`${name} ANY of this`, undefined, location)
  const a = emitter.emit(left)
  const type = isWhole(a.type) ? 'int8[]' : 'text[]'
  const items = emitter.context.parameters.client(parameter.number ?? 0, type)
  const value = type === 'text[]' ? asText(a) : a.sql
  if (name === '=' && !isAll) return ex(`list_contains(${items.sql}, ${value})`, 'bool')
  if (name === '<>' && isAll) return ex(`(NOT list_contains(${items.sql}, ${value}))`, 'bool')
  throw unsupported(`${name} ${isAll ? 'ALL' : 'ANY'}`, undefined, location)
}

const asText = (value: Ex): string =>
  value.type === 'text' || value.type === 'unknown' ? value.sql : `CAST(${value.sql} AS VARCHAR)`

function comparable(a: SqlType, b: SqlType): boolean {
  if (a === b || a === 'unknown' || b === 'unknown') return true
  if (isNumber(a) && isNumber(b)) return true
  return isInstant(a) && isInstant(b)
}
