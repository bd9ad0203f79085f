import type { RecordFault } from './cast.ts'

const acceptDrift = 'export the columns as before, or accept them with: salesops run --accept-drift'

const cures: Readonly<Record<RecordFault, (column: string) => string>> = {
  bad_json: () => 'write one JSON object there, each key once, or export the file again',
  bad_quotes: () => 'put the cell in quotes and double each quote inside it, or export the file again',
  missing_column: () => acceptDrift,
  missing_key: (column) => `fill in ${column}, which identifies the record`,
  missing_required: (column) => `fill in ${column}, or map it to another column`,
  new_column: () => acceptDrift,
  not_a_boolean: (column) => `write true or false in ${column}, or give its values in the mapping`,
  not_a_date: (column) => `write ${column} as YYYY-MM-DD, or give its date format in the mapping`,
  not_a_number: (column) => `write ${column} as a plain number, or give its number format in the mapping`,
  not_a_time: (column) => `write ${column} as YYYY-MM-DDTHH:MM:SSZ, or give its date format in the mapping`,
  not_in_domain: (column) => `write one of the expected values in ${column}, or map its values`,
  out_of_range: (column) => `correct ${column} in the CRM and export the record again`,
  retyped_column: () => acceptDrift,
  wrong_column_count: () => 'quote cells that contain the delimiter, or export the file again',
}

/** What to do about a fault. */
export function cureOf(code: RecordFault, column: string): string {
  return cures[code](column)
}
