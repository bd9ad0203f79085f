import type { SelectStmt } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, type Node } from './ast.ts'
import { Emitter } from './emit.ts'
import { cast, type Ex } from './expression.ts'
import { plainLeaf } from './leaves.ts'
import type { Translation } from './translation.ts'

/** LIMIT and OFFSET: literals and parameters only. */
export function limitOf(
  { limitCount, limitOffset, limitOption }: SelectStmt,
  translation: Translation,
): string {
  if (limitOption === 'LIMIT_OPTION_WITH_TIES') throw unsupported('WITH TIES')
  const part = (word: string, node: Node | undefined): string => {
    if (!node || (kindOf(node)[1] as { isnull?: boolean }).isnull) return ''
    const emitter: Emitter = plainEmitter(translation)
    const parameter = bodyOf<{ number?: number }>(node, 'ParamRef')
    const value: Ex = parameter
      ? translation.parameters.client(parameter.number ?? 0, 'int8')
      : cast(emitter.emit(node), 'int8')
    if (/^CAST\(\(-/.test(value.sql))
      throw new SqlError({
        state: word === 'LIMIT' ? '2201W' : '2201X',
        message: `${word} must not be negative`,
      })
    return ` ${word} ${value.sql}`
  }
  return `${part('LIMIT', limitCount)}${part('OFFSET', limitOffset)}`
}

/** Writes expressions that name no columns. */
export function plainEmitter({ session, parameters }: Translation): Emitter {
  const emitter: Emitter = new Emitter({
    session,
    parameters,
    aggregates: false,
    windows: [],
    leaf: (node) => plainLeaf(node, (inner) => emitter.emit(inner)),
  })
  return emitter
}
