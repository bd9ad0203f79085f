import type { SQLValueFunction } from 'libpg-query'
import { unsupported } from '../sql-error.ts'
import { type Ex, ex, quoted } from './expression.ts'
import { localNow, type Session } from './functions.ts'

/** What stands without brackets: CURRENT_DATE, CURRENT_USER, ... */
export function sessionValue({ op }: SQLValueFunction, { zone, user, database }: Session): Ex {
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
