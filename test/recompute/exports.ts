import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as aq from 'arquero'

/** A record as text, by the header of its file. */
export type TextRecord = Readonly<Record<string, string>>

interface Truth {
  readonly dirty: readonly { file: string; record: number }[]
}

/**
 * All records of an object or sheet over the drops in order, without those that the sample spoiled on
 * purpose. Shares nothing with the product but the files.
 */
export function readAll(exports: string, folder: 'crm' | 'sheets', name: string): readonly TextRecord[] {
  const key = [exports, folder, name].join('/')
  const known = read.get(key) ?? readDrops(exports, folder, name)
  read.set(key, known)
  return known
}

const read = new Map<string, readonly TextRecord[]>()
const drops = new WeakMap<TextRecord, string>()

/** The name of the drop that a record came in: the day of the export. */
export const dropOf = (record: TextRecord): string => drops.get(record) ?? ''

function readDrops(exports: string, folder: 'crm' | 'sheets', name: string): readonly TextRecord[] {
  const spoiled = new Set(dirty(exports).map(({ file, record }) => `${file}#${record}`))
  const records: TextRecord[] = []
  for (const drop of readdirSync(join(exports, folder)).sort()) {
    const file = join(exports, folder, drop, `${name}.csv`)
    if (!existsSync(file)) continue
    const rows = aq.fromCSV(readFileSync(file, 'utf8'), { autoType: false }).objects() as TextRecord[]
    for (const [i, row] of rows.entries()) {
      drops.set(row, drop)
      if (!spoiled.has(`${folder}/${drop}/${name}.csv#${i + 1}`)) records.push(row)
    }
  }
  return records
}

/** The newest version of each thing by SystemModstamp; on a tie the later one. */
export function newest(records: readonly TextRecord[], key = 'Id'): Map<string, TextRecord> {
  const kept = new Map<string, TextRecord>()
  for (const record of records) {
    const id = record[key] ?? ''
    const before = kept.get(id)
    if (!before || (record.SystemModstamp ?? '') >= (before.SystemModstamp ?? '')) kept.set(id, record)
  }
  return kept
}

/** The newest version of each record of an object that is not deleted. */
export function live(exports: string, name: string): TextRecord[] {
  return [...newest(readAll(exports, 'crm', name)).values()].filter((it) => it.IsDeleted !== 'true')
}

function dirty(exports: string): Truth['dirty'] {
  return (JSON.parse(readFileSync(join(exports, 'truth.json'), 'utf8')) as Truth).dirty
}
