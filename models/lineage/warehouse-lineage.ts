import { catalogue } from '../catalogue.ts'
import { models } from '../index.ts'
import { queryBuilder } from '../warehouse/query-builder.ts'
import { queryLineage } from './query-lineage.ts'
import type { ColumnId } from './relation.ts'

/** What each column of a model is made from, one step back. */
export interface WarehouseLineage {
  readonly columns: ReadonlyMap<ColumnId, ReadonlySet<ColumnId>>
  /** By table, the columns that decide which rows it has. */
  readonly rows: ReadonlyMap<string, ReadonlySet<ColumnId>>
}

/** Reads the lineage of all models from their queries. */
export function warehouseLineage(): WarehouseLineage {
  const db = queryBuilder()
  const columnsOf = (table: string): readonly string[] | undefined => {
    const known = catalogue.get(table)
    return known && Object.keys(known.columns)
  }
  const columns = new Map<ColumnId, ReadonlySet<ColumnId>>()
  const rows = new Map<string, ReadonlySet<ColumnId>>()
  for (const { name, query } of models) {
    const lineage = queryLineage(query(db), columnsOf)
    rows.set(name, lineage.rows)
    for (const [column, sources] of lineage.columns) columns.set(`${name}.${column}`, sources)
  }
  return { columns, rows }
}
