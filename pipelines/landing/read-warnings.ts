import { DuckDBInstance } from '@duckdb/node-api'
import { manifestsSql } from './part-manifests.ts'

/** What was noticed about a landed file that loaded. */
export interface FileWarning {
  readonly source: string
  readonly entity: string
  readonly file: string
  readonly code: string
  readonly column: string | null
  readonly count: number
  readonly text: string
}

/** Lines of a source's files that are no records, by kind. */
export interface SourceLines {
  readonly source: string
  readonly banner: number
  readonly subtotal: number
  readonly footer: number
}

/** Warnings about the files of some parts, and their lines that are no records, as their manifests have them. */
export async function readWarnings(
  home: string,
  parts: readonly { readonly path: string }[],
): Promise<{ warnings: readonly FileWarning[]; lines: readonly SourceLines[] }> {
  if (parts.length === 0) return { warnings: [], lines: [] }
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`create temp table part_manifest as select * from ${manifestsSql(home, parts)}`)
    const warnings = await connection.runAndReadAll(`
      select source, entity, file, warning.code as code, warning."column" as "column",
        cast(warning.count as double) as count, warning."text" as "text"
      from (select *, unnest(warnings) as warning from part_manifest) order by source, file, code, "column"`)
    const lines = await connection.runAndReadAll(`
      select source, cast(sum(notRecords.banner) as double) as banner,
        cast(sum(notRecords.subtotal) as double) as subtotal, cast(sum(notRecords.footer) as double) as footer
      from part_manifest group by source order by source`)
    return {
      warnings: warnings.getRowObjectsJS() as unknown as FileWarning[],
      lines: lines.getRowObjectsJS() as unknown as SourceLines[],
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
