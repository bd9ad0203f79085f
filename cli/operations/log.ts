import { isatty } from 'node:tty'
import colors from 'picocolors'
import { type Logger, pino } from 'pino'

const STDERR = 2

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * The log of a server, on stderr: one JSON object a line; for a person at a terminal the sentence alone, and only what
 * needs them. What is logged holds no secret, no address, no name and no value of the data.
 */
export function openLog(level?: LogLevel): Logger {
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  if (!isatty(STDERR))
    return pino({ ...options, level: level ?? 'info' }, pino.destination({ fd: STDERR, sync: true }))
  return pino({ ...options, level: level ?? 'warn' }, { write: (line) => process.stderr.write(plain(line)) })
}

const WARNING = 40

function plain(line: string): string {
  const { level, msg, error } = JSON.parse(line) as { level: number; msg: string; error?: string }
  const text = error === undefined ? msg : `${msg}: ${error}`
  return `${level >= WARNING ? colors.yellow(text) : text}\n`
}
