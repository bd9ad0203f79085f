import { unsupported } from '../sql-error.ts'
import { type Ex, ex, quoted } from './expression.ts'
import { offsetText, zoneText } from './zone-names.ts'

/** Patterns of to_char for times, longest first, as DuckDB expressions of `x`. */
const TIME: readonly (readonly [pattern: string, sql: string])[] = [
  ['HH24', "strftime(x, '%H')"],
  ['HH12', "strftime(x, '%I')"],
  ['YYYY', "lpad(CAST(date_part('year', x) AS VARCHAR), 4, '0')"],
  ['IYYY', "CAST(date_part('isoyear', x) AS VARCHAR)"],
  ['Month', "rpad(strftime(x, '%B'), 9, ' ')"],
  ['MONTH', "rpad(upper(strftime(x, '%B')), 9, ' ')"],
  ['month', "rpad(lower(strftime(x, '%B')), 9, ' ')"],
  ['DDD', "strftime(x, '%j')"],
  ['Day', "rpad(strftime(x, '%A'), 9, ' ')"],
  ['DAY', "rpad(upper(strftime(x, '%A')), 9, ' ')"],
  ['day', "rpad(lower(strftime(x, '%A')), 9, ' ')"],
  ['Mon', "strftime(x, '%b')"],
  ['MON', "upper(strftime(x, '%b'))"],
  ['mon', "lower(strftime(x, '%b'))"],
  ['HH', "strftime(x, '%I')"],
  ['MI', "strftime(x, '%M')"],
  ['SS', "strftime(x, '%S')"],
  ['MS', "strftime(x, '%g')"],
  ['US', "strftime(x, '%f')"],
  ['AM', "strftime(x, '%p')"],
  ['PM', "strftime(x, '%p')"],
  ['am', "lower(strftime(x, '%p'))"],
  ['pm', "lower(strftime(x, '%p'))"],
  ['YY', "strftime(x, '%y')"],
  ['MM', "strftime(x, '%m')"],
  ['Dy', "strftime(x, '%a')"],
  ['DY', "upper(strftime(x, '%a'))"],
  ['dy', "lower(strftime(x, '%a'))"],
  ['DD', "strftime(x, '%d')"],
  ['ID', "CAST(date_part('isodow', x) AS VARCHAR)"],
  ['IW', "lpad(CAST(date_part('week', x) AS VARCHAR), 2, '0')"],
  ['WW', "lpad(CAST((date_part('doy', x) - 1) // 7 + 1 AS VARCHAR), 2, '0')"],
  ['D', "CAST(date_part('dow', x) + 1 AS VARCHAR)"],
  ['W', "CAST((date_part('day', x) - 1) // 7 + 1 AS VARCHAR)"],
  ['Q', "CAST(date_part('quarter', x) AS VARCHAR)"],
]

/** What a pattern without its padding gives, after `FM`. */
const unpadded = (sql: string): string =>
  sql.startsWith('rpad(') ? `rtrim(${sql})` : `coalesce(nullif(ltrim(${sql}, '0'), ''), '0')`

/** What is said of the zone: that of the session for an instant; a local time has none. */
function zonePart(time: Ex, name: string, zone: string): string {
  const local = `CAST(${time.sql} AS TIMESTAMP)`
  const isInstant = time.type === 'timestamptz'
  if (name === 'OF') return isInstant ? offsetText(local, zone) : "'+00'"
  if (!isInstant) return "''"
  return name === 'tz' ? `lower(${zoneText(local, zone)})` : zoneText(local, zone)
}

/** to_char of a time by a pattern that is known when the statement is read. */
export function timeToText(time: Ex, pattern: string, zone: string): Ex {
  const parts: string[] = []
  let rest = pattern
  let isFilled = true
  while (rest !== '') {
    const literal = /^"([^"]*)"?/.exec(rest)
    if (literal) {
      parts.push(quoted(literal[1] ?? ''))
      rest = rest.slice(literal[0].length)
      continue
    }
    if (/^FM/i.test(rest)) {
      isFilled = false
      rest = rest.slice(2)
      continue
    }
    const ofZone = /^(TZ|tz|OF)/.exec(rest)?.[0]
    if (ofZone) {
      parts.push(zonePart(time, ofZone, zone))
      rest = rest.slice(ofZone.length)
      continue
    }
    const found = TIME.find(([name]) => rest.startsWith(name)) ?? lowerCase(rest)
    if (found) {
      const [name, sql] = found
      const piece = sql.replaceAll('x', () => `CAST(${time.sql} AS TIMESTAMP)`)
      parts.push(isFilled ? piece : unpadded(piece))
      isFilled = true
      rest = rest.slice(name.length)
      const suffix = /^(th|TH)/.exec(rest)
      if (suffix) throw unsupported(`to_char with the suffix ${suffix[0]}`)
      continue
    }
    parts.push(quoted(rest[0] ?? ''))
    rest = rest.slice(1)
  }
  return ex(parts.length === 0 ? "''" : `(${parts.join(' || ')})`, 'text')
}

/** Numeric patterns are the same in lower case; those of names are not. */
function lowerCase(rest: string): readonly [string, string] | undefined {
  const numeric = TIME.filter(([name]) => !/^(mon|month|day|dy|am|pm)$/i.test(name))
  return numeric.find(([name]) => rest.startsWith(name.toLowerCase()))
}

const NUMBER = /^(FM)?([90,]*)(?:\.([90]*))?$/

/** to_char of a number by a pattern of 9, 0, commas and a point. */
export function numberToText(number: Ex, pattern: string): Ex {
  const match = NUMBER.exec(pattern)
  if (!match) throw unsupported(`to_char of a number with the pattern ${pattern}`)
  const [, fm, whole = '', fraction = ''] = match
  const width = pattern.replace(/^FM/, '').length + 1
  const digits = whole.replaceAll(',', '')
  const zeros = digits.includes('0') ? digits.length - digits.indexOf('0') : 0
  const rounded = `CAST(round(${number.sql}, ${fraction.length}) AS DECIMAL(38, ${fraction.length}))`
  const shown = whole.includes(',')
    ? `format('{:,}', CAST(trunc(abs(${rounded})) AS BIGINT))`
    : `CAST(CAST(trunc(abs(${rounded})) AS HUGEINT) AS VARCHAR)`
  const padded =
    zeros > 0 ? `lpad(${shown}, CAST(greatest(length(${shown}), ${zeros}) AS INTEGER), '0')` : shown
  const bare =
    zeros === 0 && fraction.length > 0 ? `CASE WHEN abs(${rounded}) < 1 THEN '' ELSE ${padded} END` : padded
  const decimals = fraction.length > 0 ? ` || right(CAST(${rounded} AS VARCHAR), ${fraction.length + 1})` : ''
  const optional =
    fm && fraction.endsWith('9') ? Math.max(0, fraction.length - fraction.lastIndexOf('0') - 1) : 0
  const text = `(CASE WHEN ${rounded} < 0 THEN '-' ELSE '' END || ${bare}${decimals})`
  if (!fm) return ex(`lpad(${text}, CAST(greatest(${width}, length(${text})) AS INTEGER), ' ')`, 'text')
  return ex(optional > 0 ? `regexp_replace(${text}, '0{1,${optional}}$', '')` : text, 'text')
}
