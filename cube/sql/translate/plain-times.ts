import type { A_Expr, TypeCast } from 'libpg-query'
import { bodyOf, type Tree, texts } from './ast.ts'
import { memberOf } from './leaves.ts'
import { literalOf } from './literals.ts'
import type { Member } from './relation.ts'
import { isInstant, typeNamed } from './sql-type.ts'

export interface TimeFilter {
  readonly member: string
  readonly operator: 'afterOrOnDate' | 'afterDate' | 'beforeOrOnDate' | 'beforeDate' | 'inDateRange'
  readonly values: readonly string[]
}

const OPERATORS: Readonly<Record<string, TimeFilter['operator']>> = {
  '>=': 'afterOrOnDate',
  '>': 'afterDate',
  '<=': 'beforeOrOnDate',
  '<': 'beforeDate',
  '=': 'inDateRange',
}
const TURNED: Readonly<Record<string, string>> = { '>=': '<=', '>': '<', '<=': '>=', '<': '>', '=': '=' }

/** A comparison of a time dimension with a literal, or BETWEEN two, as Cube's own filters. */
export function plainTimes(node: Tree): readonly TimeFilter[] | undefined {
  const { kind, name, lexpr, rexpr } = bodyOf<A_Expr>(node, 'A_Expr') ?? {}
  const [left, right] = [lexpr as Tree, rexpr as Tree]
  if (kind === 'AEXPR_BETWEEN') {
    const [low, high] = bodyOf<{ items?: [Tree, Tree] }>(right, 'List')?.items ?? []
    const from = low && comparison('>=', left, low)
    const to = high && comparison('<=', left, high)
    return from && to ? [from, to] : undefined
  }
  if (kind !== 'AEXPR_OP') return undefined
  const sign = texts(name)[0] ?? ''
  const filter = comparison(sign, left, right) ?? comparison(TURNED[sign] ?? '', right, left)
  return filter && [filter]
}

function comparison(sign: string, subject: Tree, literal: Tree): TimeFilter | undefined {
  const member = memberOf(subject)
  const operator = Object.hasOwn(OPERATORS, sign) ? OPERATORS[sign] : undefined
  if (!operator || member?.kind !== 'dimension' || !(member.isInstant || member.isDay)) return undefined
  const time = literalTime(literal)
  if (time === undefined) return undefined
  return member.isDay ? ofDays(member, operator, time) : ofInstants(member, operator, time)
}

const ofInstants = ({ path }: Member, operator: TimeFilter['operator'], time: string): TimeFilter => ({
  member: path,
  operator,
  values: operator === 'inDateRange' ? [time, time] : [time],
})

/** A day is its midnight: compared with a later time of day, it lies before it. */
function ofDays({ path }: Member, operator: TimeFilter['operator'], time: string): TimeFilter | undefined {
  const day = time.slice(0, 10)
  const isMidnight = time.endsWith('T00:00:00.000000')
  if (operator === 'inDateRange')
    return isMidnight ? { member: path, operator, values: [day, day] } : undefined
  const later = operator.startsWith('after') ? 'afterDate' : 'beforeOrOnDate'
  return { member: path, operator: isMidnight ? operator : later, values: [day] }
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/

/** A literal without an offset as a local time to the microsecond. What is no time is left to be refused. */
function literalTime(node: Tree): string | undefined {
  const { arg, typeName } = bodyOf<TypeCast>(node, 'TypeCast') ?? {}
  const type = typeName && typeNamed(texts(typeName.names).at(-1) ?? '')
  if (typeName && type !== 'date' && (type === undefined || !isInstant(type))) return undefined
  const text = literalOf((arg as Tree | undefined) ?? node)
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = ''] = TIME.exec(text ?? '') ?? []
  const whole = new Date(`${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(whole.getTime()) || whole.toISOString().slice(0, 10) !== day) return undefined
  if (type === 'date') return `${day}T00:00:00.000000`
  return `${day}T${hour}:${minute}:${second}.${fraction.padEnd(6, '0')}`
}
