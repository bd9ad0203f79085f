import type { ParamRef, TypeCast } from 'libpg-query'
import { SqlError } from '../sql-error.ts'
import { bodyOf, type Node, type Tree, texts } from './ast.ts'
import type { Emitter, Leaf } from './emit.ts'
import { cast, ex } from './expression.ts'
import { decimal, interval, literalOf, modifiers } from './literals.ts'
import { duckdbType, isInstant, isNumber, isWhole, typeNamed } from './sql-type.ts'

/** `CAST(x AS type)`. */
export function castNode(emitter: Emitter, { arg, typeName }: TypeCast, location: number | undefined): Leaf {
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
  if (parameter) return cast(emitter.context.parameters.client(parameter.number ?? 0, type), type)
  const value = emitter.emit(arg as Node)
  const literal = literalOf(arg as Tree)
  if (isInstant(type) && value.type === 'unknown') return emitter.instant(literal, value, type)
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
