import type { NumberForm } from '../sources/source.ts'
import { literal } from './sql-text.ts'

/** A regular expression that matches numbers of a form, and no others, in full. */
export function numberShape(form: NumberForm): string {
  const { decimal = '.', thousands = '', exponent = false, currency, parentheses = false } = form
  const mark = decimal === '.' ? '\\.' : decimal
  const digits = thousands ? `(?:\\d{1,3}(?:${thousandsMark(thousands)}\\d{3})+|\\d+)` : '\\d+'
  const size = `${digits}(?:${mark}\\d+)?${exponent ? '(?:[eE][+-]?\\d+)?' : ''}`
  if (currency === undefined && !parentheses) return `-?${size}`
  const sign = currency ? `(?:${escapeRegex(currency)}[ \\x{a0}]?)?` : ''
  const unit = currency ? `(?:[ \\x{a0}]?${escapeRegex(currency)})?` : ''
  const signed = `(?:-?${sign}|${sign}-)${size}${unit}`
  return parentheses ? `(?:${signed}|\\(${sign}${size}${unit}\\))` : signed
}

/** SQL that turns a number of a form, given as SQL, into its plain form: `-1234.56`. */
export function plainNumber(form: NumberForm, raw: string): string {
  const { decimal = '.', thousands = '', currency, parentheses = false } = form
  const dropped = (sql: string, mark: string): string => `replace(${sql}, ${literal(mark)}, '')`
  let sql = raw
  if (parentheses) sql = dropped(`replace(${sql}, '(', '-')`, ')')
  if (currency) sql = [currency, ' ', '\u00a0'].reduce(dropped, sql)
  if (thousands) sql = (isSpace(thousands) ? spaces : [thousands]).reduce(dropped, sql)
  return decimal === ',' ? `replace(${sql}, ',', '.')` : sql
}

/** Spaces between thousands look alike, and programs choose among them. */
const spaces = [' ', '\u00a0', '\u202f']

function isSpace(mark: string): boolean {
  return spaces.includes(mark)
}

function thousandsMark(mark: string): string {
  return isSpace(mark) ? '[ \\x{a0}\\x{202f}]' : escapeRegex(mark)
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
