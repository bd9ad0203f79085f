import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Columns, RowOf } from '../column.ts'
import type { Entity, TypedEntity } from '../contract/entity.ts'
import { defineModel, type ModelQuery, type TypedModel } from '../model.ts'

/** Landed tables by a name that is only known at run time. */
type LandedTables = Kysely<Record<string, Record<string, unknown>>>

/**
 * The newest version of each thing that a source holds: newest system time first; on a tie, and where
 * the source has no system time, the later record of the later file. Things whose newest version is
 * deleted, or that a full export no longer has, are left out, unless `deleted` is 'kept'.
 */
export function currentVersions<N extends string, E extends string, C extends Columns>(
  name: N,
  entity: TypedEntity<E, C>,
  deleted: 'kept' | 'left out' = 'left out',
): TypedModel<N, C> {
  const columns = Object.keys(entity.columns)
  const hasDeletions = deleted === 'left out' && 'is_deleted' in entity.columns
  return defineModel({
    name,
    layer: 'staging',
    grain: `${entity.grain}: the newest that is known`,
    key: entity.key,
    columns: entity.columns,
    incremental: {
      by: firstKey(entity),
      inputs: [{ table: `landed_${entity.name}`, holds: [sql.ref(firstKey(entity))] }],
    },
    query: (db) => {
      const rank = sql<number>`cast(row_number() over (${newestFirst(entity)}) as integer)`
      const ranked = (db as unknown as LandedTables)
        .selectFrom(`landed_${entity.name}` as string)
        .select([...columns, '_superseded'])
        .select(rank.as('version_rank'))
        .as('ranked')
      return (db as unknown as LandedTables)
        .selectFrom(ranked)
        .select(columns)
        .where('version_rank', '=', 1)
        .$if(deleted === 'left out', (query) => query.where('_superseded', '=', false))
        .$if(hasDeletions, (query) =>
          query.where((eb) => eb.or([eb('is_deleted', 'is', null), eb('is_deleted', '=', false)])),
        ) as unknown as ModelQuery<RowOf<C>>
    },
  })
}

/** Versions of a thing share its key, so also the first column of it. */
function firstKey<C extends Columns>(entity: TypedEntity<string, C>): keyof C & string {
  const [first] = entity.key
  if (first === undefined) throw new Error(`The entity ${entity.name} has no key`)
  return first
}

/** The window in which the version of a thing that holds comes first, and the one before it next. */
export function newestFirst(entity: Entity): RawBuilder<unknown> {
  const order = [
    ...('modified_at' in entity.columns ? ['modified_at'] : []),
    '_drop',
    '_file',
    '_loaded_at',
    '_record',
  ].map((column) => sql`${sql.ref(column)} desc nulls last`)
  return sql`partition by ${refs(entity.key)} order by ${sql.ref('_superseded')}, ${sql.join(order)}`
}

const refs = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))
