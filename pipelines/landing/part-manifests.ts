import { join } from 'node:path'
import { literal } from './sql-text.ts'

/** Where the manifest of a part lies, by the place of its records. */
const manifestOf = (home: string, { path }: { path: string }): string =>
  join(home, path.replace(/\.parquet$/, '.json'))

/** SQL of a relation of the manifests of some parts, one row a part, their columns as in `LandedPart`. */
export function manifestsSql(home: string, parts: readonly { readonly path: string }[]): string {
  const files = parts.map((part) => literal(manifestOf(home, part)))
  return `read_json([${files.join(', ')}], columns = {
    id: 'VARCHAR', source: 'VARCHAR', entity: 'VARCHAR', "drop": 'VARCHAR', file: 'VARCHAR',
    records: 'BIGINT', loaded: 'BIGINT', quarantined: 'BIGINT', loadedAt: 'VARCHAR',
    notRecords: 'STRUCT(banner BIGINT, subtotal BIGINT, footer BIGINT)',
    warnings: 'STRUCT(code VARCHAR, "column" VARCHAR, count BIGINT, "text" VARCHAR)[]',
    drift: 'STRUCT(unused VARCHAR[], absent VARCHAR[])'
  })`
}
