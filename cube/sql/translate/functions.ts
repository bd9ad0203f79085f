import { SqlError } from '../sql-error.ts'
import type { Ex } from './expression.ts'
import { numberFunctions } from './functions/number.ts'
import type { Call, ScalarFunction } from './functions/scalar.ts'
import { sessionFunctions } from './functions/session.ts'
import { textFunctions } from './functions/text.ts'
import { timeFunctions } from './functions/time.ts'

export { notZero } from './functions/number.ts'
export { localNow, type Session } from './functions/scalar.ts'
export { SERVER_VERSION } from './functions/session.ts'

const functions: Readonly<Record<string, ScalarFunction>> = {
  ...textFunctions,
  ...timeFunctions,
  ...numberFunctions,
  ...sessionFunctions,
}

export const isScalarFunction = (name: string): boolean => Object.hasOwn(functions, name)

/**
 * A call of a function of PostgreSQL's, by list.
 * @throws SqlError 42883 for what is no function here
 */
export function callFunction(name: string, call: Call, location?: number): Ex {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined
  const { args } = call
  if (found && args.length >= found.min && args.length <= found.max) return found.emit(call)
  const types = args.map(({ type }) => type).join(', ')
  throw new SqlError({
    state: '42883',
    message: `function ${name}(${types}) does not exist`,
    hint: 'docs/sql.md lists the functions that can be used.',
    ...(location !== undefined && { location }),
  })
}
