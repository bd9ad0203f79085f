import { literal } from '../landing/sql-text.ts'

/** How a source's people write days and times. */
interface DateForm {
  /** strptime forms of days. */
  readonly days: readonly string[]
  /** strptime forms of times. */
  readonly times: readonly string[]
  /** True where years may be of the Buddhist era. */
  readonly isThai: boolean
}

/** True for a way to write dates: `iso`, `excel`, a strptime form or a locale. */
export function isDateForm(text: string): boolean {
  return text === 'iso' || text === 'excel' || text.includes('%') || isLocale(text)
}

/** The forms of a locale (`de-DE`), or a strptime form by itself. */
function dateForm(written: string): DateForm {
  if (written === 'iso') return { days: [], times: [], isThai: false }
  if (written.includes('%')) {
    const hasTime = /%[HIkl]/.test(written)
    return { days: hasTime ? [] : [written], times: hasTime ? [written] : [], isThai: false }
  }
  return localeForm(written)
}

const clock = ['%H:%M:%S', '%H:%M', '%I:%M:%S %p', '%I:%M %p']

function localeForm(locale: string): DateForm {
  const parts = new Intl.DateTimeFormat(locale, {
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(0)
  const codes: Readonly<Record<string, string>> = { year: '%Y', month: '%m', day: '%d' }
  const day = parts
    .map(({ type, value }) => codes[type] ?? value)
    .join('')
    .trim()
  return {
    days: [day],
    times: [' ', ', '].flatMap((gap) => clock.map((time) => `${day}${gap}${time}`)),
    isThai: /^th\b/i.test(locale),
  }
}

/** True for a language tag that this machine knows. */
export function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0
  } catch {
    return false
  }
}

const iso = '\\d{4}-\\d\\d-\\d\\d.*'

/** SQL of a day in ISO form; what is in neither form stays as it is, and is quarantined as it was written. */
export function isoDay(written: string, raw: string): string {
  if (written === 'excel') return excelTime(raw)
  return inIso(dateForm(written), raw, (read) => `strftime(${read}, '%Y-%m-%d %H:%M:%S')`)
}

/** SQL of an instant in ISO form; a time that is not written in ISO is of the zone. */
export function isoTime(written: string, zone: string, raw: string): string {
  const utc = (read: string): string =>
    `strftime(timezone('UTC', timezone(${literal(zone)}, ${read})), '%Y-%m-%dT%H:%M:%S.%gZ')`
  if (written === 'excel') return excelTime(raw, utc)
  return inIso(dateForm(written), raw, utc)
}

function inIso(form: DateForm, raw: string, written: (read: string) => string): string {
  const text = form.isThai ? commonEra(raw) : raw
  const forms = [...form.days, ...form.times]
  if (!forms.length) return text
  const read = `try_strptime(${text}, [${forms.map(literal).join(', ')}])`
  return `CASE WHEN regexp_full_match(${text}, ${literal(iso)}) THEN ${text} ELSE coalesce(${written(read)}, ${raw}) END`
}

/** Thai digits as others, and a year of the Buddhist era (2400 to 2699) as one of the common era. */
function commonEra(raw: string): string {
  const text = `translate(${raw}, '๐๑๒๓๔๕๖๗๘๙', '0123456789')`
  const year = literal('(?:^|\\D)(2[456]\\d\\d)(?:\\D|$)')
  const found = `regexp_extract(${text}, ${year}, 1)`
  return `CASE WHEN regexp_matches(${text}, ${year}) THEN replace(${text}, ${found}, (TRY_CAST(${found} AS INTEGER) - 543)::VARCHAR) ELSE ${text} END`
}

/** Days since 1899-12-30, with the time of day as a fraction, to the second. */
function excelTime(
  raw: string,
  written = (read: string) => `strftime(${read}, '%Y-%m-%d %H:%M:%S')`,
): string {
  const instant = `make_timestamp(CAST(round(TRY_CAST(${raw} AS DOUBLE) * 86400) AS BIGINT) * 1000000 - 2209161600000000)`
  return `CASE WHEN regexp_full_match(${raw}, ${literal('\\d{1,6}(\\.\\d+)?')}) THEN ${written(instant)} ELSE ${raw} END`
}
