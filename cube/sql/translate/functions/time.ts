import { SqlError } from '../../sql-error.ts'
import { cast, ex, quoted, toLocal } from '../expression.ts'
import { isInstant } from '../sql-type.ts'
import { numberToText, timeToText } from '../to-char.ts'
import { asTime, at, type Call, constant, localNow, type ScalarFunction, same } from './scalar.ts'

const now = constant(({ zone }) => ex(localNow(zone), 'timestamptz'))

const UNITS = new Set([
  'microseconds',
  'milliseconds',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'decade',
  'century',
  'millennium',
])
const PARTS = new Set([...UNITS, 'dow', 'doy', 'isodow', 'isoyear', 'epoch'])

function unitOf({ literals }: Call, units: ReadonlySet<string>): string {
  const unit = literals[0]?.toLowerCase().replace(/s$/, (end) => (units.has(`${literals[0]}`) ? end : ''))
  if (unit !== undefined && units.has(unit)) return unit
  throw new SqlError({
    state: unit === undefined ? '0A000' : '22023',
    message: unit === undefined ? 'A unit of time has to be a literal' : `unit "${unit}" not recognized`,
  })
}

const part: ScalarFunction['emit'] = (call) => {
  const unit = unitOf(call, PARTS)
  const time = asTime(at(call.args, 1)).sql
  // Fractions of a second are part of seconds in PostgreSQL.
  if (unit === 'second') return ex(`(date_part('microseconds', ${time}) / 1000000.0)`, 'float8')
  if (unit === 'milliseconds') return ex(`(date_part('microseconds', ${time}) / 1000.0)`, 'float8')
  return ex(`CAST(date_part('${unit}', ${time}) AS DOUBLE)`, 'float8')
}

const extract: ScalarFunction['emit'] = (call) => {
  const { sql } = part(call)
  const whole = unitOf(call, PARTS)
  const scale = whole === 'second' || whole === 'epoch' ? 6 : whole === 'milliseconds' ? 3 : 0
  return ex(`CAST(${sql} AS DECIMAL(18, ${scale}))`, 'numeric')
}

const truncate: ScalarFunction['emit'] = (call) => {
  const unit = unitOf(call, UNITS)
  const time = asTime(at(call.args, 1))
  return ex(
    `CAST(date_trunc('${unit}', ${time.sql}) AS ${time.type === 'interval' ? 'INTERVAL' : 'TIMESTAMP'})`,
    time.type,
  )
}

const toChar: ScalarFunction['emit'] = ({ args, literals, session }) => {
  const [value, pattern] = [at(args, 0), literals[1]]
  if (pattern === undefined)
    throw new SqlError({ state: '0A000', message: 'The pattern of to_char has to be a literal' })
  return isInstant(value.type) || value.type === 'date' || value.type === 'interval'
    ? timeToText(value, pattern, session.zone)
    : numberToText(value, pattern)
}

const FORMATS: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  MM: '%m',
  DD: '%d',
  HH24: '%H',
  MI: '%M',
  SS: '%S',
  MON: '%b',
  MONTH: '%B',
  YY: '%y',
  US: '%f',
  MS: '%g',
}

function parsePattern(pattern: string | undefined): string {
  if (pattern === undefined)
    throw new SqlError({ state: '0A000', message: 'The pattern of to_date has to be a literal' })
  return quoted(
    pattern.replace(/[A-Za-z]+\d*/g, (word) => {
      const upper = word.toUpperCase()
      // YYYYMMDD: names stand one after the other without anything between them.
      return upper.replace(/YYYY|MONTH|MON|MM|DD|HH24|MI|SS|YY|US|MS/g, (name) => FORMATS[name] ?? name)
    }),
  )
}

const zoneOf: ScalarFunction['emit'] = ({ args, session }) => {
  const [zone, time] = [at(args, 0), at(args, 1)]
  const [from, to] =
    time.type === 'timestamptz' ? [quoted(session.zone), zone.sql] : [zone.sql, quoted(session.zone)]
  const moved = `timezone(${to}, timezone(${from}, ${asTime(time).sql}))`
  return ex(moved, time.type === 'timestamptz' ? 'timestamp' : 'timestamptz')
}

/** An instant in seconds since 1970, as the local time of the session. */
const fromEpoch: ScalarFunction['emit'] = ({ args, session }) =>
  ex(
    toLocal(`timezone('UTC', to_timestamp(CAST(${at(args, 0).sql} AS DOUBLE)))`, session.zone),
    'timestamptz',
  )

const shifted =
  (sign: '+' | '-'): ScalarFunction['emit'] =>
  ({ args }) =>
    ex(`(${asTime(at(args, 0)).sql} ${sign} ${cast(at(args, 1), 'interval').sql})`, 'timestamp')

/** As Redshift and Snowflake have it: a count of units added. */
const dateAdd: ScalarFunction['emit'] = (call) => {
  const unit = unitOf(call, UNITS)
  const count = at(call.args, 1).sql
  return ex(
    `(${asTime(at(call.args, 2)).sql} + CAST(${count} AS BIGINT) * INTERVAL '1 ${unit}')`,
    'timestamp',
  )
}

/** As there: how many times the unit begins between two times. */
const dateDiff: ScalarFunction['emit'] = (call) => {
  const unit = unitOf(call, UNITS)
  return ex(
    `CAST(date_diff('${unit}', ${asTime(at(call.args, 1)).sql}, ${asTime(at(call.args, 2)).sql}) AS BIGINT)`,
    'int8',
  )
}

/** Functions of times, and to_char, which writes numbers too. */
export const timeFunctions: Readonly<Record<string, ScalarFunction>> = {
  date_add: { min: 2, max: 2, emit: shifted('+') },
  date_bin: {
    min: 3,
    max: 3,
    emit: ({ args }) =>
      ex(
        `time_bucket(${cast(at(args, 0), 'interval').sql}, ${asTime(at(args, 1)).sql}, ${asTime(at(args, 2)).sql})`,
        'timestamp',
      ),
  },
  date_sub: { min: 2, max: 2, emit: shifted('-') },
  dateadd: { min: 3, max: 3, emit: dateAdd },
  datediff: { min: 3, max: 3, emit: dateDiff },
  age: {
    min: 1,
    max: 2,
    emit: ({ args, session }) => {
      const [late, early] =
        args.length === 2
          ? args
          : [ex(`date_trunc('day', ${localNow(session.zone)})`, 'timestamp'), at(args, 0)]
      return ex(`age(${asTime(late ?? at(args, 0)).sql}, ${asTime(early ?? at(args, 1)).sql})`, 'interval')
    },
  },
  clock_timestamp: now,
  date: { min: 1, max: 1, emit: ({ args }) => cast(at(args, 0), 'date') },
  date_part: { min: 2, max: 2, emit: part },
  date_trunc: { min: 2, max: 2, emit: truncate },
  extract: { min: 2, max: 2, emit: extract },
  isfinite: same('isfinite', 'bool', 1),
  localtimestamp: constant(({ zone }) => ex(localNow(zone), 'timestamp')),
  make_date: same('make_date', 'date', 3),
  now,
  statement_timestamp: now,
  timezone: { min: 2, max: 2, emit: zoneOf },
  to_char: { min: 2, max: 2, emit: toChar },
  to_date: {
    min: 2,
    max: 2,
    emit: ({ args, literals }) =>
      ex(`CAST(strptime(${at(args, 0).sql}, ${parsePattern(literals[1])}) AS DATE)`, 'date'),
  },
  to_timestamp: {
    min: 1,
    max: 2,
    emit: (call) =>
      call.args.length === 1
        ? fromEpoch(call)
        : ex(`strptime(${at(call.args, 0).sql}, ${parsePattern(call.literals[1])})`, 'timestamptz'),
  },
  transaction_timestamp: now,
}
