import { memberSources } from '../../cube/member-sources.ts'
import { ModelFiles } from '../../cube/model-files.ts'
import { tileMembers } from '../../dashboards/tile-members.ts'
import { tablesOf } from '../../models/build-order.ts'
import { catalogue } from '../../models/catalogue.ts'
import { models } from '../../models/index.ts'
import { warehouseLineage } from '../../models/lineage/warehouse-lineage.ts'
import { queryBuilder } from '../../models/warehouse/query-builder.ts'
import { allFeeds, headersOf } from '../../pipelines/sources/feeds.ts'
import { modelDir } from '../reading.ts'
import { Graph } from './graph.ts'

/** The whole chain: headers of files, columns, members of the semantic layer, tiles, pages and reports. */
export interface Lineage {
  /** Column by column, member by member. */
  readonly columns: Graph
  /** The same by table, and by cube or view. */
  readonly tables: Graph
  /** By table, the columns that decide which rows it has. */
  readonly rows: ReadonlyMap<string, ReadonlySet<string>>
}

/** Reads the chain from what the product is made of; no build is needed. */
export async function readLineage(): Promise<Lineage> {
  const columns = new Graph()
  const tables = new Graph()
  addHeaders(columns, tables)
  for (const { name, columns: own } of catalogue.values()) {
    tables.add(name, 'table')
    for (const column of Object.keys(own)) columns.add(`${name}.${column}`, 'column')
  }
  const { columns: made, rows } = warehouseLineage()
  for (const [id, sources] of made) columns.add(id, 'column', sources)
  const db = queryBuilder()
  for (const model of models) tables.add(model.name, 'table', tablesOf(model.query(db)))
  for (const source of memberSources(await new ModelFiles(modelDir).sources())) {
    const from = [...source.columns, ...source.members]
    columns.add(source.member, 'member', from)
    tables.add(ownerOf(source.member), 'view', from.map(ownerOf))
  }
  for (const { tile, shownOn, members } of tileMembers()) {
    for (const graph of [columns, tables]) {
      graph.add(`tile ${tile}`, 'tile', graph === columns ? members : [...members].map(ownerOf))
      for (const place of shownOn) graph.add(place, 'place', [`tile ${tile}`])
    }
  }
  return { columns, tables, rows }
}

/** `fct_opportunity` of `fct_opportunity.amount`. */
const ownerOf = (id: string): string => id.slice(0, id.indexOf('.'))

function addHeaders(columns: Graph, tables: Graph): void {
  for (const { source, object, reading } of allFeeds()) {
    const file = `${source} ${object}`
    tables.add(file, 'header')
    tables.add(`landed_${reading.entity}`, 'table', [file])
    for (const [column, rule] of Object.entries(reading.fields)) {
      for (const header of headersOf(rule)) {
        columns.add(`${file}: ${header}`, 'header')
        columns.add(`landed_${reading.entity}.${column}`, 'column', [`${file}: ${header}`])
      }
    }
  }
}
