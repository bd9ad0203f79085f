import { SqlError } from './sql-error.ts'

const STATES: readonly (readonly [pattern: RegExp, state: string])[] = [
  [/22012: division by zero/, '22012'],
  [/step size cannot equal zero/, '22023'],
  [/series of more than \d+ values/, '54000'],
  [/INTERRUPT|Interrupted/i, '57014'],
  [/^Out of Memory/i, '53200'],
  [/^Conversion Error.*(date|time|timestamp|interval) field value out of range/i, '22008'],
  [/^Conversion Error.*(date|timestamp|interval|time\b)/i, '22007'],
  [/^Conversion Error.*(out of range|overflow)/i, '22003'],
  [/^Conversion Error/, '22P02'],
  [/^Out of Range Error/, '22003'],
  [/must appear in the GROUP BY|cannot contain aggregates|aggregate function calls/i, '42803'],
  [/cannot contain window functions|window function/i, '42P20'],
  [/No function matches|Cannot compare values|Could not choose a best candidate|Cannot mix values/i, '42883'],
  [/^Invalid Input Error.*(strptime|Could not parse)/i, '22007'],
  [/^Invalid Input Error.*(regex|missing|unexpected \))/i, '2201B'],
  [/Subquery returns more than one|More than one row returned by a subquery/i, '21000'],
]

/** What DuckDB refused, as PostgreSQL would say it: without the statement that ran, which names tables of the build. */
export function fromDuckDB(error: unknown): SqlError {
  if (error instanceof SqlError) return error
  const text = error instanceof Error ? error.message : String(error)
  const line = text.split('\n')[0] ?? text
  const found = STATES.find(([pattern]) => pattern.test(text))
  if (!found)
    return new SqlError({ state: 'XX000', message: 'The statement cannot be run', detail: plain(line) })
  const [, state] = found
  if (state === '22012') return new SqlError({ state, message: 'division by zero' })
  if (state === '57014') return new SqlError({ state, message: 'canceling statement due to user request' })
  return new SqlError({ state, message: plain(line) })
}

const plain = (line: string): string =>
  line
    .replace(/^(\w+ )+Error: /, '')
    .replace(/Try using TRY_CAST.*$/, '')
    .trim()
