import { type FaultPlace, LandingError } from '../landing-error.ts'
import type { FileKind } from './kind.ts'

const marks: readonly [bytes: string, kind: FileKind | undefined, what: string, cure: string][] = [
  ['504b0304', 'xlsx', 'a zip or Excel file', 'give it its own ending, .xlsx or .zip'],
  ['504b0506', 'xlsx', 'an empty zip', 'export it again'],
  ['d0cf11e0', undefined, 'an old or locked Excel file', 'save it as .xlsx without a password'],
  ['50415231', 'parquet', 'a Parquet file', 'give it the ending .parquet'],
  ['1f8b', undefined, 'a gzip file', 'give it the ending .gz'],
  ['25504446', undefined, 'a PDF file', 'export it as CSV'],
]

/** Throws where a file's first bytes are plainly of another kind than its name says. */
export function checkMagic(head: Buffer, kind: FileKind, where: FaultPlace): void {
  const hex = head.subarray(0, 4).toString('hex')
  const mark = marks.find(([bytes]) => hex.startsWith(bytes))
  if (mark && mark[1] !== kind) throw wrongKind(mark[2], mark[3], where)
  if (kind === 'xlsx' || kind === 'parquet') {
    if (mark?.[1] === kind || head.length === 0) return
    throw wrongKind(`no ${kind === 'xlsx' ? 'Excel workbook' : 'Parquet file'}`, 'export it again', where)
  }
  const text = head.subarray(0, 200).toString('latin1').replace(/^ï»¿/, '').trimStart()
  if (/^<(!doctype|html|head|body|\?xml)/i.test(text))
    throw wrongKind('a web page or XML', 'log in to the CRM and export it again as CSV', where)
  if (kind === 'csv' && /^(\[\s*)?\{\s*"/.test(text))
    throw wrongKind('JSON', 'give it the ending .json or .jsonl', where)
}

function wrongKind(value: string, cure: string, where: FaultPlace): LandingError {
  return new LandingError({ code: 'wrong_kind', where, value, cure })
}
