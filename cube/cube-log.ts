import { redactSqlLiterals } from '@cubejs-backend/native'
import type { Logger } from 'pino'

/** Where this room writes what happens. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

// Everything else that Cube logs may hold a token, a user's filters or rows.
const HARMLESS = ['requestId', 'code', 'duration', 'apiType', 'path', 'bytes', 'dataSource', 'orchestratorId']

/** Takes Cube's log over, without secrets and without values: errors keep their first line, its literals replaced. */
export function cubeLog(log: Log | undefined): (message: string, details: Record<string, unknown>) => void {
  if (!log) return () => {}
  return (message, details) => {
    const kept: Record<string, unknown> = {}
    for (const name of HARMLESS) if (details[name] !== undefined) kept[name] = details[name]
    for (const name of ['error', 'warning'] as const) {
      const text = details[name]
      if (text !== undefined) kept[name] = redactSqlLiterals(String(text).split('\n')[0] ?? '')
    }
    if (kept.error !== undefined) log.error(kept, message)
    // What a client did wrong is told to the client.
    else if (kept.warning !== undefined && details.code === undefined) log.warn(kept, message)
    else log.debug(kept, message)
  }
}
