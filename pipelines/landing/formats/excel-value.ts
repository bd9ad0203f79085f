import { plainNumber } from './flatten-json.ts'

/** What a number format makes of a number: a number still, a percentage, a day or time, or a length of time. */
export type FormatKind = 'number' | 'percent' | 'date' | 'duration'

/** Formats that Excel has built in, by number; 27 to 36 and 50 to 58 are days in East Asian workbooks. */
function builtInKind(id: number): FormatKind {
  if (id === 46) return 'duration'
  if (id === 9 || id === 10) return 'percent'
  const isDate =
    (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58)
  return isDate ? 'date' : 'number'
}

/** The kind of a format, from its number and, where the workbook defines it, its code such as `dd/mm/yyyy`. */
export function formatKind(id: number, code: string | undefined): FormatKind {
  if (code === undefined) return builtInKind(id)
  if (/\[(h+|m+|s+)\]/i.test(code)) return 'duration'
  // Texts in quotes, escaped and padding characters, colours, conditions and locales say nothing of the kind.
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  if (/general/i.test(bare)) return 'number'
  if (bare.includes('%')) return 'percent'
  return /[dmyhs]/i.test(bare) ? 'date' : 'number'
}

/** A share as Excel shows it where its format is a percentage: `0.125` is `12.5%`. */
export function percentText(text: string): string {
  return `${excelNumber(String(Number((Number(text) * 100).toPrecision(15))))}%`
}

const dayMs = 86_400_000

/**
 * An Excel serial as ISO text: `2026-03-01`, `2026-03-01T14:00:09`, or `14:00:09` below one day. Excel counts a
 * 29 February 1900 that never was, so serials up to it are a day later.
 */
export function serialText(serial: number, kind: 'date' | 'duration', from1904: boolean): string {
  if (kind === 'duration' || (serial >= 0 && serial < 1)) return clockText(serial)
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const instant = new Date(Math.round((days - 25_569) * dayMs))
  if (Number.isNaN(instant.getTime())) return String(serial)
  const text = instant.toISOString()
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, -14)
  return text.endsWith('.000Z') ? text.slice(0, -5) : text.slice(0, -1)
}

function clockText(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400)
  const two = (part: number): string => String(part).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  return `${days < 0 ? '-' : ''}${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** A number as Excel shows it: at most 15 digits, for those beyond are noise of its floats, and no exponent. */
export function excelNumber(text: string): string {
  const digits = text.replace(/[eE].*$/, '').replace(/^[-+]?[0.]*|\./g, '').length
  const shown = digits > 15 ? Number(text).toPrecision(15) : text
  const plain = plainNumber(shown)
  return plain.includes('.') && plain !== text ? plain.replace(/\.?0+$/, '') : plain
}
