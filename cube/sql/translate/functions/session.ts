import { SqlError } from '../../sql-error.ts'
import { ex, quoted } from '../expression.ts'
import { constant, type ScalarFunction } from './scalar.ts'

const setting: ScalarFunction['emit'] = ({ literals, session }) => {
  const value = session.setting?.(literals[0] ?? '')
  if (value === undefined)
    throw new SqlError({
      state: '42704',
      message: `unrecognized configuration parameter "${literals[0] ?? ''}"`,
    })
  return ex(quoted(value), 'text')
}

/** What `version()` says. Drivers read the number. */
export const SERVER_VERSION = '15.4'
const SERVER = `PostgreSQL ${SERVER_VERSION} (salesops)`

/** What a session says of itself. */
export const sessionFunctions: Readonly<Record<string, ScalarFunction>> = {
  current_catalog: constant(({ database }) => ex(quoted(database), 'text')),
  current_database: constant(({ database }) => ex(quoted(database), 'text')),
  current_role: constant(({ user }) => ex(quoted(user), 'text')),
  current_schema: constant(() => ex("'public'", 'text')),
  current_user: constant(({ user }) => ex(quoted(user), 'text')),
  current_setting: { min: 1, max: 2, emit: setting },
  session_user: constant(({ user }) => ex(quoted(user), 'text')),
  user: constant(({ user }) => ex(quoted(user), 'text')),
  version: constant(() => ex(quoted(SERVER), 'text')),
  pg_backend_pid: constant(() => ex('0', 'int4')),
  pg_is_in_recovery: constant(() => ex('true', 'bool')),
  txid_current: constant(() => ex('1', 'int8')),
}
