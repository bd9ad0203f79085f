import { redactSqlLiterals } from '@cubejs-backend/native'

export interface LogEntry {
  level: string
  message: string
  details: Record<string, unknown>
}

// Everything else that Cube logs may hold a token, a user's filters or rows.
const HARMLESS = [
  'requestId',
  'duration',
  'apiType',
  'path',
  'bytes',
  'dataSource',
  'queueId',
  'orchestratorId',
]

/** Cube's log line without secrets and without values: errors keep their first line, its literals replaced. */
export function toLogEntry(message: string, details: Record<string, unknown>): LogEntry {
  const kept: Record<string, unknown> = {}
  for (const name of HARMLESS) if (details[name] !== undefined) kept[name] = details[name]
  for (const name of ['error', 'warning'] as const) {
    const text = details[name]
    if (text !== undefined) kept[name] = redactSqlLiterals(String(text).split('\n')[0] ?? '')
  }
  const level = kept.error !== undefined ? 'error' : kept.warning !== undefined ? 'warn' : 'debug'
  return { level, message, details: kept }
}
