import type { GateWarning } from './table.ts'

/** Where exports and sheets stop: rows with and without the header. */
const caps: ReadonlyMap<number, string> = new Map([
  [2_000, 'Salesforce report views and the Analytics API'],
  [50_000, 'Salesforce queries in Apex and its import wizard'],
  [65_535, 'XLS sheets'],
  [65_536, 'XLS sheets'],
  [100_000, 'formatted Salesforce reports and Dynamics exports'],
  [1_048_575, 'XLSX sheets'],
  [1_048_576, 'XLSX sheets'],
])

/** The warning of a count that sits exactly on a cap: the export may be cut there. */
export function capWarning(records: number): GateWarning | undefined {
  const of = caps.get(records)
  if (of === undefined) return undefined
  return {
    code: 'record_cap',
    count: records,
    text: `exactly ${records.toLocaleString('en-US')} records, where ${of} stop: the export may be cut off`,
  }
}
