import { mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { moveDurably, writeDurably } from '../../models/warehouse/durable.ts'
import type { Reading } from '../sources/source.ts'
import { cell, compileReading } from './compile.ts'
import { filesOf, gatherGood } from './good-records.ts'
import { countRows, workFolder } from './land-file.ts'
import { LandingError } from './landing-error.ts'
import { type LandedPart, landedPath, partId, partPaths } from './part.ts'
import { writeQuarantine } from './quarantine.ts'
import { recordsSql } from './records-sql.ts'
import { literal } from './sql-text.ts'

export interface RereadOptions {
  readonly connection: DuckDBConnection
  readonly landedDir: string
  readonly part: LandedPart
  /** How its file is read now. */
  readonly reading: Reading
}

/** Rows whose cells are known: a record whose structure is broken has none, and an emptied one neither. */
const hasCells =
  "code NOT IN ('bad_json', 'bad_quotes', 'wrong_column_count') AND raw IS NOT NULL AND json_valid(raw)"

/**
 * Reads the quarantined records of a part again, from their cells as the quarantine keeps them: the file itself
 * is gone. Gives a part that stands in the place of the old one, undefined where nothing more loads.
 */
export async function rereadPart(options: RereadOptions): Promise<LandedPart | undefined> {
  const { connection, landedDir, part, reading } = options
  const { header } = part.drift
  const compiled = compileReading(reading, header)
  if (compiled.fields.some(({ column, raw }) => !column.nullable && raw === undefined)) return undefined
  const id = partId({
    fileHash: part.fileHash,
    source: part.source,
    file: part.file,
    reading,
    header,
    form: `corrected ${part.id}`,
    namedTime: null,
    refusal: undefined,
  })
  const home = dirname(landedDir)
  const old = partPaths(landedDir, part.source, part.entity, part.id)
  const paths = partPaths(landedDir, part.source, part.entity, id)
  const work = await mkdtemp(join(workFolder(landedDir), `${id}-`))
  try {
    const rows = `read_parquet(${literal(join(home, part.quarantinePath ?? ''))})`
    const columns = header.map((name, position) => `cells[${literal(name)}] AS ${cell(position)}`)
    const cells = `(SELECT n, ${columns.join(', ')} FROM (
      SELECT record AS n, any_value(raw::JSON::MAP(VARCHAR, VARCHAR)) AS cells
      FROM ${rows} WHERE ${hasCells} GROUP BY record))`
    const { source, drop, file } = part
    const loadedAt = new Date(part.loadedAt)
    await connection.run(`COPY (${recordsSql(compiled, { source, drop, file, header, cells, loadedAt })})
      TO ${literal(join(work, 'records'))} (FORMAT parquet, PARTITION_BY (_state))`)
    const good = await gatherGood(connection, compiled, work)
    if ((await countRows(connection, good.path)) === 0) return undefined
    const all = join(work, 'all.parquet')
    await connection.run(`COPY (
      SELECT * FROM read_parquet([${[old.parquet, good.path].map(literal).join(', ')}], union_by_name = true)
      ORDER BY _record) TO ${literal(all)} (FORMAT parquet)`)
    const bad = await filesOf(work, 'bad')
    const target = join(work, 'quarantine.parquet')
    const others = `SELECT record, "column", code, value, expected, cure, raw FROM ${rows} WHERE NOT coalesce(${hasCells}, false)`
    const quarantined = await writeQuarantine(
      { connection, compiled, source, file, header, bad, target },
      others,
    )
    const loaded = await countRows(connection, all)
    if (loaded + quarantined !== part.records)
      throw new LandingError({
        code: 'count_mismatch',
        where: { source, file },
        value: `${loaded} loaded and ${quarantined} quarantined`,
        expected: `${part.records} records, as counted`,
        cure: 'report this file: its records stay as they were',
      })
    const { noted, ...rest } = part
    const corrected: LandedPart = {
      ...rest,
      id,
      loaded,
      quarantined,
      path: landedPath(landedDir, paths.parquet),
      quarantinePath: quarantined ? landedPath(landedDir, paths.quarantine) : null,
    }
    await moveDurably(all, paths.parquet)
    if (quarantined) await moveDurably(target, paths.quarantine)
    await writeDurably(paths.manifest, `${JSON.stringify(corrected, null, 2)}\n`)
    return corrected
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
