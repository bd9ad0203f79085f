/** Why a file failed closed. */
export type FileFault =
  | 'bad_encoding'
  | 'bad_gzip'
  | 'bad_header'
  | 'bad_json'
  | 'bad_mapping'
  | 'bad_parquet'
  | 'bad_workbook'
  | 'bad_zip'
  | 'changed_while_read'
  | 'count_mismatch'
  | 'disk_full'
  | 'drifted'
  | 'duplicate_header'
  | 'empty_file'
  | 'fetch_failed'
  | 'encrypted'
  | 'formula_without_value'
  | 'missing_folder'
  | 'missing_required_column'
  | 'missing_sheet'
  | 'not_a_file'
  | 'not_utf8'
  | 'nul_bytes'
  | 'permission_denied'
  | 'read_failed'
  | 'shrunk'
  | 'truncated'
  | 'unknown_delimiter'
  | 'unpacks_too_large'
  | 'vanished'
  | 'wrong_kind'

/** Where a fault is: the parts that are known. */
export interface FaultPlace {
  readonly source?: string
  readonly file: string
  readonly line?: number
  readonly record?: number
  readonly column?: string
}

export interface LandingFault {
  readonly code: FileFault
  readonly where: FaultPlace
  readonly value?: string
  readonly expected?: string
  readonly cure: string
}

const sentences: Readonly<Record<FileFault, string>> = {
  bad_encoding: 'is not in the encoding that it should be',
  bad_gzip: 'is not a whole gzip file',
  bad_header: 'has a header whose quotes do not close',
  bad_json: 'is not valid JSON',
  bad_mapping: 'is not a valid mapping',
  bad_parquet: 'is not a Parquet file that can be read',
  bad_workbook: 'is not a workbook that can be read',
  bad_zip: 'is not a whole zip file',
  changed_while_read: 'changed while it was read',
  count_mismatch: 'did not reconcile: records read and records counted differ',
  disk_full: 'could not be landed because the disk is full',
  drifted: 'has other columns than the file before',
  duplicate_header: 'has the same header twice',
  empty_file: 'has no header',
  fetch_failed: 'could not be brought',
  encrypted: 'is locked with a password',
  formula_without_value: 'has a formula that was never computed',
  missing_folder: 'is not a folder that can be read',
  missing_required_column: 'lacks a required column',
  missing_sheet: 'lacks the sheet',
  not_a_file: 'is not a file',
  not_utf8: 'is not UTF-8',
  nul_bytes: 'contains NUL bytes',
  permission_denied: 'may not be read',
  read_failed: 'could not be read',
  shrunk: 'holds over 10% fewer records than the last full export',
  truncated: 'is cut off',
  unknown_delimiter: 'does not show which mark is between its cells',
  unpacks_too_large: 'unpacks to more than an export does',
  vanished: 'is gone',
  wrong_kind: 'is not what its name says',
}

/** A file that is not landed at all: nothing of it is kept, and the last build stays. */
export class LandingError extends Error implements LandingFault {
  override readonly name = 'LandingError'
  readonly code: FileFault
  readonly where: FaultPlace
  readonly value?: string
  readonly expected?: string
  readonly cure: string

  constructor(fault: LandingFault, options?: ErrorOptions) {
    super(renderFault(fault), options)
    this.code = fault.code
    this.where = fault.where
    if (fault.value !== undefined) this.value = fault.value
    if (fault.expected !== undefined) this.expected = fault.expected
    this.cure = fault.cure
  }
}

/** The fault as one line: what, where, what was found and expected, and the cure. */
function renderFault(fault: LandingFault): string {
  const { source, file, line, record, column } = fault.where
  const place = [
    source && `source ${source}`,
    line !== undefined && `line ${line}`,
    record !== undefined && `record ${record}`,
    column !== undefined && `column ${column}`,
  ].filter(Boolean)
  const found = [
    fault.value !== undefined && `found ${fault.value}`,
    fault.expected !== undefined && `expected ${fault.expected}`,
  ].filter(Boolean)
  const where = place.length ? ` (${place.join(', ')})` : ''
  const what = found.length ? `: ${found.join(', ')}` : ''
  return `${file} ${sentences[fault.code]}${where}${what}; ${fault.cure}`
}

/** Names what the file system refused. */
export function fileSystemFault(error: unknown, where: FaultPlace): LandingError {
  if (error instanceof LandingError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const text = error instanceof Error ? error.message : String(error)
  if (code === 'ENOENT')
    return new LandingError(
      { code: 'vanished', where, cure: 'put the file back and run again' },
      { cause: error },
    )
  if (code === 'EACCES' || code === 'EPERM')
    return new LandingError(
      { code: 'permission_denied', where, cure: 'give this user the right to read it and run again' },
      { cause: error },
    )
  if (code === 'EISDIR' || code === 'ENOTDIR')
    return new LandingError(
      { code: 'not_a_file', where, cure: 'put a CSV file in its place' },
      { cause: error },
    )
  if (code === 'ENOSPC' || /no space left|disk quota/i.test(text))
    return new LandingError(
      { code: 'disk_full', where, cure: 'free disk space and run again' },
      { cause: error },
    )
  return new LandingError(
    { code: 'read_failed', where, value: text.split('\n')[0] ?? '', cure: 'check the file and run again' },
    { cause: error },
  )
}
