import { tablesOf } from '../../../models/build-order.ts'
import { catalogue } from '../../../models/catalogue.ts'
import { queryLineage } from '../../../models/lineage/query-lineage.ts'
import type { Model } from '../../../models/model.ts'
import { queryBuilder } from '../../../models/warehouse/query-builder.ts'

/** Columns by table; none where it only matters which rows there are. */
type ColumnsRead = ReadonlyMap<string, readonly string[]>

/** Which columns of which tables models read, by their queries. */
export class Reads {
  readonly #byModel = new Map<string, ColumnsRead>()
  readonly #asked: ReadonlySet<string>

  constructor(models: readonly Model[]) {
    this.#asked = new Set(models.flatMap((model) => (model.incremental ? [...tablesReadBy(model)] : [])))
  }

  /** True where it matters to a model which rows of the table changed. */
  isAsked(table: string): boolean {
    return this.#asked.has(table)
  }

  of(model: Model): ColumnsRead {
    const known = this.#byModel.get(model.name)
    if (known) return known
    const read = columnsRead(model)
    this.#byModel.set(model.name, read)
    return read
  }
}

const tablesByModel = new WeakMap<Model, ReadonlySet<string>>()

function tablesReadBy(model: Model): ReadonlySet<string> {
  const tables = tablesByModel.get(model) ?? tablesOf(model.query(queryBuilder()))
  tablesByModel.set(model, tables)
  return tables
}

function columnsRead(model: Model): ColumnsRead {
  const query = model.query(queryBuilder())
  const tables = new Map([...tablesOf(query)].map((table) => [table, new Set<string>()]))
  // What the configuration alone describes is not in the catalogue: all of it counts as read.
  if ([...tables.keys()].every((table) => catalogue.has(table))) {
    const { reads } = queryLineage(query, (table) => Object.keys(catalogue.get(table)?.columns ?? {}))
    for (const id of reads) {
      const at = id.lastIndexOf('.')
      tables.get(id.slice(0, at))?.add(id.slice(at + 1))
    }
  }
  return new Map([...tables].map(([table, columns]) => [table, [...columns]]))
}
