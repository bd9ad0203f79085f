import type { BrokenRecord } from '../scan-records.ts'
import { type FlatRecord, flattenList, flattenRecord, JsonFault } from './flatten-json.ts'
import type { JsonRecord } from './json-records.ts'
import type { Table } from './table.ts'
import { CsvWriter } from './write-csv.ts'

/** What each record of the text became: its cells, or none where it is broken. */
type Read = (record: JsonRecord) => readonly (FlatRecord | undefined)[]

/**
 * Writes the records of a JSON text as a tidy copy, one column for each key that any of them has. With `list`
 * the elements of that list inside the records are written instead. `records` is called twice: the keys must be
 * known before the first line.
 */
export async function jsonToCsv(
  records: () => AsyncGenerator<JsonRecord>,
  copy: string,
  list?: string,
): Promise<Table> {
  const read: Read = ({ text }) => {
    if (text === undefined) return [undefined]
    try {
      return list === undefined ? [flattenRecord(text)] : flattenList(text, list)
    } catch (error) {
      if (error instanceof JsonFault) return [undefined]
      throw error
    }
  }
  const keys = new Set<string>()
  const broken: BrokenRecord[] = []
  let count = 0
  for await (const record of records()) {
    for (const flat of read(record)) {
      count++
      if (flat) for (const key of flat.keys()) keys.add(key)
      else broken.push({ record: count, start: record.start, end: record.end, code: 'bad_json', cells: 0 })
    }
  }
  const header = [...keys]
  const writer = new CsvWriter(copy)
  try {
    await writer.write(0, header)
    let written = 0
    for await (const record of records())
      for (const flat of read(record)) {
        written++
        if (flat)
          await writer.write(
            written,
            header.map((key) => flat.get(key)),
          )
      }
  } finally {
    await writer.close()
  }
  return { header, records: count, broken, longest: writer.longest }
}
