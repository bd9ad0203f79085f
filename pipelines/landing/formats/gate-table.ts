import { copyFile, link } from 'node:fs/promises'
import { type FaultPlace, LandingError } from '../landing-error.ts'
import { jsonLines, jsonRecords } from './json-records.ts'
import { jsonToCsv } from './json-text.ts'
import { type LaidOut, rowsToCsv } from './layout-table.ts'
import { parquetToCsv } from './parquet.ts'
import { XmlFault } from './read-xml.ts'
import { sheetRows } from './sheet-rows.ts'
import { notWorkbook, readWorkbook, type WorkbookOptions } from './workbook.ts'
import { openZip } from './zip.ts'

const none = { notRecords: { banner: 0, subtotal: 0, footer: 0 }, warnings: [] }

/** Writes the records of a JSON text to `copy`, or the elements of a `list` in them. */
export async function gateJson(
  path: string,
  copy: string,
  kind: 'json' | 'jsonl',
  list: string | undefined,
  where: FaultPlace,
): Promise<LaidOut> {
  const read = kind === 'json' ? jsonRecords : jsonLines
  return { ...(await jsonToCsv(() => read(path, where), copy, list)), ...none }
}

/** Writes the records of a Parquet file to `copy`, reading it as `alias`: DuckDB takes some names for patterns. */
export async function gateParquet(
  path: string,
  copy: string,
  alias: string,
  workDir: string,
  where: FaultPlace,
): Promise<LaidOut> {
  await link(path, alias).catch(() => copyFile(path, alias))
  return { ...(await parquetToCsv(alias, copy, workDir, where)), ...none }
}

/** Writes the records of a workbook's sheet to `copy`. */
export async function gateWorkbook(
  path: string,
  copy: string,
  options: WorkbookOptions,
  where: FaultPlace,
): Promise<LaidOut> {
  const zip = await openZip(path, where)
  try {
    const book = await readWorkbook(zip, options, where)
    const table = await rowsToCsv(() => sheetRows(zip, book, where), copy)
    if (table) return table
    throw new LandingError({
      code: 'empty_file',
      where,
      expected: 'a sheet with the names of the columns',
      cure: 'export it with its header, or name another sheet as sheet: of the source',
    })
  } catch (error) {
    if (error instanceof XmlFault || error instanceof TypeError || error instanceof RangeError)
      throw notWorkbook(where, error.message)
    throw error
  } finally {
    zip.close()
  }
}
