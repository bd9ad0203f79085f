import type { DuckDBConnection } from '@duckdb/node-api'
import { type Kysely, sql } from 'kysely'
import { contract } from '../../models/contract/index.ts'
import {
  byEntity,
  type CustomEntity,
  type CustomField,
  type TypedCustomField,
  textColumn,
} from '../../models/custom/custom-field.ts'
import { customInput, customKey, customModel } from '../../models/custom/custom-model.ts'
import type { Model } from '../../models/model.ts'
import { newestFirst } from '../../models/staging/current.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { customValue, typesOf } from '../landing/custom-type.ts'
import { quoted } from '../landing/sql-text.ts'
import { type CustomCells, cellColumn } from './custom-cells.ts'

export interface CustomTables {
  readonly fields: readonly TypedCustomField[]
  readonly models: readonly Model[]
}

/** Reads the declared fields out of landed records, and gives the models that show them in the build. */
export async function createCustomTables(
  connection: DuckDBConnection,
  db: Kysely<Warehouse>,
  fields: readonly CustomField[],
  cells: CustomCells,
): Promise<CustomTables> {
  const typed: TypedCustomField[] = []
  const models: Model[] = []
  for (const [entity, declared] of byEntity(fields)) {
    const own = await withTypes(connection, entity, declared)
    await createInput(db, entity, own)
    typed.push(...own)
    models.push(customModel(entity, own, cells.unfound))
  }
  return { fields: typed, models }
}

const textOf = (field: CustomField): string => `${cellColumn(field)}."text"`

/** Fields without a type get the one that all their landed values have, those of earlier versions included. */
async function withTypes(
  connection: DuckDBConnection,
  entity: CustomEntity,
  fields: readonly CustomField[],
): Promise<readonly TypedCustomField[]> {
  const open = fields.filter(({ type }) => type === undefined)
  const types = await typesOf(connection, quoted(`landed_${entity}`), open.map(textOf))
  return fields.map((field) => ({ ...field, type: field.type ?? types[open.indexOf(field)] ?? 'text' }))
}

/**
 * One row a thing: each field as its newest version with that column tells it. `arg_min` passes over the
 * versions whose file has no such column, not over those whose cell is empty.
 */
async function createInput(
  db: Kysely<Warehouse>,
  entity: CustomEntity,
  fields: readonly TypedCustomField[],
): Promise<void> {
  const key = sql.ref(customKey(entity))
  const rank = sql`row_number() over (${newestFirst(contract[entity])})`
  const cells = fields.map((field) => sql.raw(cellColumn(field)))
  const texts = fields.map(
    (field, i) => sql`(arg_min(${cells[i]}, version_rank))."text" as ${sql.ref(field.name)}`,
  )
  const values = fields.flatMap((field) => {
    const value = sql`${sql.raw(customValue(field.type, quoted(field.name)))} as ${sql.ref(field.name)}`
    const text = textColumn(field)
    return text ? [value, sql`${sql.ref(field.name)} as ${sql.ref(text)}`] : [value]
  })
  await sql`create temporary table ${sql.table(customInput(entity))} as
    select ${key}, ${sql.join(values)} from (
      select ${key}, ${sql.join(texts)} from (
        select ${key}, ${sql.join(cells)}, ${rank} as version_rank from ${sql.table(`landed_${entity}`)})
      group by ${key})`.execute(db)
}
