import { SqlError } from '../sql-error.ts'
import { cast, type Ex, ex, quoted, toLocal } from './expression.ts'
import { commonType, isInstant, isWhole, type SqlType } from './sql-type.ts'
import { numberToText, timeToText } from './to-char.ts'

export interface Session {
  /** Zone in which times are shown and read. */
  readonly zone: string
  readonly user: string
  readonly database: string
  /** What SHOW says. */
  readonly setting?: (name: string) => string | undefined
}

interface Call {
  readonly args: readonly Ex[]
  /** The texts of arguments that are literals. */
  readonly literals: readonly (string | undefined)[]
  readonly session: Session
}

interface ScalarFunction {
  readonly min: number
  readonly max: number
  readonly emit: (call: Call) => Ex
}

const at = (args: readonly Ex[], index: number): Ex => args[index] ?? ex('NULL', 'unknown')

/** A function that DuckDB has by the same or another name, with the same answers. */
const same = (name: string, type: SqlType, min: number, max = min): ScalarFunction => ({
  min,
  max,
  emit: ({ args }) => ex(`${name}(${args.map(({ sql }) => sql).join(', ')})`, type),
})

const text = (name: string, min: number, max = min): ScalarFunction => ({
  min,
  max,
  emit: ({ args }) =>
    ex(`${name}(${args.map((arg, i) => (i === 0 ? asText(arg).sql : arg.sql)).join(', ')})`, 'text'),
})

const whole = (name: string, min: number, max = min): ScalarFunction => ({
  min,
  max,
  emit: ({ args }) => ex(`CAST(${name}(${args.map(({ sql }) => sql).join(', ')}) AS INTEGER)`, 'int4'),
})

/** A function of numbers whose answer has the type of its argument. */
const like = (name: string): ScalarFunction => ({
  min: 1,
  max: 1,
  emit: ({ args }) => ex(`${name}(${at(args, 0).sql})`, numeric(at(args, 0)).type),
})

const numeric = (arg: Ex): Ex => (arg.type === 'unknown' ? cast(arg, 'float8') : arg)
const asText = (arg: Ex): Ex => (arg.type === 'text' ? arg : cast(arg, 'text'))
const asTime = (arg: Ex): Ex =>
  isInstant(arg.type) || arg.type === 'interval' || arg.type === 'time' ? arg : cast(arg, 'timestamp')

const constant = (emit: (session: Session) => Ex): ScalarFunction => ({
  min: 0,
  max: 0,
  emit: ({ session }) => emit(session),
})

const now = constant(({ zone }) => ex(localNow(zone), 'timestamptz'))

/** The clock of the session's zone. */
export const localNow = (zone: string): string => toLocal("timezone('UTC', now())", zone)

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

const round: ScalarFunction['emit'] = ({ args }) => {
  const [value, places] = [numeric(at(args, 0)), args[1]]
  // PostgreSQL rounds halves of floats to even, of decimals away from zero.
  if (!places)
    return ex(
      `${value.type === 'float8' ? 'round_even' : 'round'}(${value.sql}${value.type === 'float8' ? ', 0' : ''})`,
      isWhole(value.type) ? 'float8' : value.type,
    )
  const decimal = value.type === 'float8' ? ex(`CAST(${value.sql} AS DECIMAL(38, 10))`, 'numeric') : value
  return ex(`round(${decimal.sql}, ${places.sql})`, 'numeric')
}

const toChar: ScalarFunction['emit'] = ({ args, literals }) => {
  const [value, pattern] = [at(args, 0), literals[1]]
  if (pattern === undefined)
    throw new SqlError({ state: '0A000', message: 'The pattern of to_char has to be a literal' })
  return isInstant(value.type) || value.type === 'date' || value.type === 'interval'
    ? timeToText(value, pattern)
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
}

function parsePattern(pattern: string | undefined): string {
  if (pattern === undefined)
    throw new SqlError({ state: '0A000', message: 'The pattern of to_date has to be a literal' })
  return quoted(
    pattern.replace(/[A-Za-z]+\d*/g, (word) => {
      const upper = word.toUpperCase()
      // YYYYMMDD: names stand one after the other without anything between them.
      return upper.replace(/YYYY|MONTH|MON|MM|DD|HH24|MI|SS|YY/g, (name) => FORMATS[name] ?? name)
    }),
  )
}

const initcap: ScalarFunction['emit'] = ({ args }) =>
  ex(
    `array_to_string(list_transform(regexp_extract_all(lower(${asText(at(args, 0)).sql}), '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+'), lambda w: upper(w[1]) || substring(w, 2)), '')`,
    'text',
  )

const substring: ScalarFunction['emit'] = ({ args }) => {
  const [value, from, count] = [asText(at(args, 0)), at(args, 1), args[2]]
  if (from.type === 'text' || (from.type === 'unknown' && !count)) {
    const found = `regexp_extract(${value.sql}, ${from.sql})`
    return ex(`nullif(${found}, '')`, 'text')
  }
  // A start before the first letter counts against the length.
  const start = `CAST(${from.sql} AS BIGINT)`
  if (!count) return ex(`substring(${value.sql}, greatest(${start}, 1))`, 'text')
  return ex(
    `substring(${value.sql}, greatest(${start}, 1), greatest(${start} + CAST(${count.sql} AS BIGINT) - greatest(${start}, 1), 0))`,
    'text',
  )
}

const widthBucket: ScalarFunction['emit'] = ({ args }) => {
  const [value, low, high, count] = [0, 1, 2, 3].map((index) => cast(at(args, index), 'float8').sql)
  return ex(
    `CAST(CASE WHEN ${value} < ${low} THEN 0 WHEN ${value} >= ${high} THEN ${count} + 1 ELSE floor((${value} - ${low}) / (${high} - ${low}) * ${count}) + 1 END AS INTEGER)`,
    'int4',
  )
}

const overlay: ScalarFunction['emit'] = ({ args }) => {
  const [value, by, from] = [asText(at(args, 0)).sql, asText(at(args, 1)).sql, at(args, 2).sql]
  const count = args[3]?.sql ?? `length(${by})`
  return ex(
    `(substring(${value}, 1, ${from} - 1) || ${by} || substring(${value}, ${from} + ${count}))`,
    'text',
  )
}

const zoneOf: ScalarFunction['emit'] = ({ args, session }) => {
  const [zone, time] = [at(args, 0), at(args, 1)]
  const [from, to] =
    time.type === 'timestamptz' ? [quoted(session.zone), zone.sql] : [zone.sql, quoted(session.zone)]
  const moved = `timezone(${to}, timezone(${from}, ${asTime(time).sql}))`
  return ex(moved, time.type === 'timestamptz' ? 'timestamp' : 'timestamptz')
}

const regexReplace: ScalarFunction['emit'] = ({ args }) => {
  const [value, pattern, by, flags] = args
  const all = flags ? `, ${flags.sql}` : ''
  return ex(`regexp_replace(${asText(value ?? at(args, 0)).sql}, ${pattern?.sql}, ${by?.sql}${all})`, 'text')
}

const concat: ScalarFunction = {
  min: 1,
  max: 100,
  emit: ({ args }) => ex(`concat(${args.map((arg) => asText(arg).sql).join(', ')})`, 'text'),
}

/** An instant in seconds since 1970, as the local time of the session. */
const fromEpoch: ScalarFunction['emit'] = ({ args, session }) =>
  ex(
    toLocal(`timezone('UTC', to_timestamp(CAST(${at(args, 0).sql} AS DOUBLE)))`, session.zone),
    'timestamptz',
  )

const power: ScalarFunction['emit'] = ({ args }) => {
  const [base, exponent] = [numeric(at(args, 0)), numeric(at(args, 1))]
  return ex(`power(${base.sql}, ${exponent.sql})`, 'float8')
}

const logarithm: ScalarFunction['emit'] = ({ args }) =>
  args.length === 1
    ? ex(`log10(${at(args, 0).sql})`, 'float8')
    : ex(`(ln(${at(args, 1).sql}) / ln(${at(args, 0).sql}))`, 'float8')

const modulo: ScalarFunction['emit'] = ({ args }) => {
  const [a, b] = [numeric(at(args, 0)), numeric(at(args, 1))]
  return ex(`(${a.sql} % ${notZero(b)})`, commonType([a.type, b.type]))
}

/** A divisor, which must not be zero. */
export const notZero = ({ sql }: Ex): string =>
  /^\d*[1-9]\d*$/.test(sql)
    ? sql
    : `(CASE WHEN ${sql} = 0 THEN error('22012: division by zero') ELSE ${sql} END)`

const setting: ScalarFunction['emit'] = ({ literals, session }) => {
  const value = session.setting?.(literals[0] ?? '')
  if (value === undefined)
    throw new SqlError({
      state: '42704',
      message: `unrecognized configuration parameter "${literals[0] ?? ''}"`,
    })
  return ex(quoted(value), 'text')
}

const functions: Readonly<Record<string, ScalarFunction>> = {
  abs: like('abs'),
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
  ascii: whole('ascii', 1),
  btrim: text('trim', 1, 2),
  cbrt: same('cbrt', 'float8', 1),
  ceil: like('ceil'),
  ceiling: like('ceil'),
  char_length: whole('length', 1),
  character_length: whole('length', 1),
  chr: same('chr', 'text', 1),
  clock_timestamp: now,
  concat,
  concat_ws: concat_ws(),
  cos: same('cos', 'float8', 1),
  current_catalog: constant(({ database }) => ex(quoted(database), 'text')),
  current_database: constant(({ database }) => ex(quoted(database), 'text')),
  current_role: constant(({ user }) => ex(quoted(user), 'text')),
  current_schema: constant(() => ex("'public'", 'text')),
  current_user: constant(({ user }) => ex(quoted(user), 'text')),
  current_setting: { min: 1, max: 2, emit: setting },
  date: { min: 1, max: 1, emit: ({ args }) => cast(at(args, 0), 'date') },
  date_part: { min: 2, max: 2, emit: part },
  date_trunc: { min: 2, max: 2, emit: truncate },
  degrees: same('degrees', 'float8', 1),
  exp: same('exp', 'float8', 1),
  extract: { min: 2, max: 2, emit: extract },
  floor: like('floor'),
  initcap: { min: 1, max: 1, emit: initcap },
  isfinite: same('isfinite', 'bool', 1),
  left: text('left', 2),
  length: whole('length', 1),
  ln: same('ln', 'float8', 1),
  localtimestamp: constant(({ zone }) => ex(localNow(zone), 'timestamp')),
  log: { min: 1, max: 2, emit: logarithm },
  log10: same('log10', 'float8', 1),
  lower: text('lower', 1),
  lpad: {
    min: 2,
    max: 3,
    emit: ({ args }) =>
      ex(
        `lpad(${asText(at(args, 0)).sql}, CAST(${at(args, 1).sql} AS INTEGER), ${args[2]?.sql ?? "' '"})`,
        'text',
      ),
  },
  ltrim: text('ltrim', 1, 2),
  make_date: same('make_date', 'date', 3),
  md5: text('md5', 1),
  mod: { min: 2, max: 2, emit: modulo },
  now,
  octet_length: {
    min: 1,
    max: 1,
    emit: ({ args }) => ex(`CAST(strlen(${asText(at(args, 0)).sql}) AS INTEGER)`, 'int4'),
  },
  overlay: { min: 3, max: 4, emit: overlay },
  pi: same('pi', 'float8', 0),
  position: {
    min: 2,
    max: 2,
    emit: ({ args }) => ex(`CAST(strpos(${at(args, 0).sql}, ${at(args, 1).sql}) AS INTEGER)`, 'int4'),
  },
  pow: { min: 2, max: 2, emit: power },
  power: { min: 2, max: 2, emit: power },
  radians: same('radians', 'float8', 1),
  random: same('random', 'float8', 0),
  regexp_replace: { min: 3, max: 4, emit: regexReplace },
  repeat: text('repeat', 2),
  replace: text('replace', 3),
  reverse: text('reverse', 1),
  right: text('right', 2),
  round: { min: 1, max: 2, emit: round },
  rpad: {
    min: 2,
    max: 3,
    emit: ({ args }) =>
      ex(
        `rpad(${asText(at(args, 0)).sql}, CAST(${at(args, 1).sql} AS INTEGER), ${args[2]?.sql ?? "' '"})`,
        'text',
      ),
  },
  rtrim: text('rtrim', 1, 2),
  session_user: constant(({ user }) => ex(quoted(user), 'text')),
  sign: { min: 1, max: 1, emit: ({ args }) => ex(`CAST(sign(${at(args, 0).sql}) AS DOUBLE)`, 'float8') },
  sin: same('sin', 'float8', 1),
  split_part: text('split_part', 3),
  sqrt: same('sqrt', 'float8', 1),
  starts_with: same('starts_with', 'bool', 2),
  statement_timestamp: now,
  strpos: {
    min: 2,
    max: 2,
    emit: ({ args }) => ex(`CAST(strpos(${at(args, 0).sql}, ${at(args, 1).sql}) AS INTEGER)`, 'int4'),
  },
  substr: { min: 2, max: 3, emit: substring },
  substring: { min: 2, max: 3, emit: substring },
  tan: same('tan', 'float8', 1),
  timezone: { min: 2, max: 2, emit: zoneOf },
  to_char: { min: 2, max: 2, emit: toChar },
  to_date: {
    min: 2,
    max: 2,
    emit: ({ args, literals }) =>
      ex(`CAST(strptime(${at(args, 0).sql}, ${parsePattern(literals[1])}) AS DATE)`, 'date'),
  },
  to_number: {
    min: 2,
    max: 2,
    emit: ({ args }) => ex(`CAST(replace(${at(args, 0).sql}, ',', '') AS DECIMAL(38, 10))`, 'numeric'),
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
  translate: text('translate', 3),
  trunc: {
    min: 1,
    max: 2,
    emit: ({ args }) => {
      const value = numeric(at(args, 0))
      if (!args[1]) return ex(`trunc(${value.sql})`, value.type)
      return ex(
        `(trunc(CAST(${value.sql} AS DECIMAL(38, 10)) * CAST(power(10, ${args[1].sql}) AS BIGINT)) / CAST(power(10, ${args[1].sql}) AS BIGINT))`,
        'numeric',
      )
    },
  },
  upper: text('upper', 1),
  user: constant(({ user }) => ex(quoted(user), 'text')),
  version: constant(() => ex(quoted(SERVER), 'text')),
  pg_backend_pid: constant(() => ex('0', 'int4')),
  pg_is_in_recovery: constant(() => ex('true', 'bool')),
  txid_current: constant(() => ex('1', 'int8')),
  width_bucket: { min: 4, max: 4, emit: widthBucket },
}

function concat_ws(): ScalarFunction {
  return {
    min: 2,
    max: 100,
    emit: ({ args }) => ex(`concat_ws(${args.map((arg) => asText(arg).sql).join(', ')})`, 'text'),
  }
}

/** What `version()` says. Drivers read the number. */
export const SERVER_VERSION = '15.4'
const SERVER = `PostgreSQL ${SERVER_VERSION} (salesops)`

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
