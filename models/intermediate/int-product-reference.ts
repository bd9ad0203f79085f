import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { unknownName } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const productReferenceColumns = {
  reference: required('text', 'A product as records name it: by its id or its name'),
  product_key: required(
    'text',
    'Id of the product that is meant; the reference itself where no source describes it',
  ),
  product_name: required('text', 'Its name'),
  is_described: required('boolean', 'True where a source describes it'),
} as const

/** Which product lines and opportunities mean: by id first, then by a name in any letter case that one product has. */
export const intProductReference = defineModel({
  name: 'int_product_reference',
  layer: 'intermediate',
  grain: 'one row a reference to a product',
  key: ['reference'],
  columns: productReferenceColumns,
  query: (db) =>
    db
      .selectFrom(references(db).as('r'))
      .leftJoin('stg_product as p', 'p.product_id', 'r.reference')
      .leftJoin(names(db).as('n'), (join) =>
        join.on((eb) => eb('n.name', '=', sql<string>`lower(trim(${eb.ref('r.reference')}))`)),
      )
      .leftJoin('stg_product as m', 'm.product_id', 'n.product_id')
      .groupBy(['r.reference', 'p.product_id', 'p.name', 'm.product_id', 'm.name'])
      .select((eb) => [
        eb.ref('r.reference').$castTo<string>().as('reference'),
        sql<string>`coalesce(${eb.ref('p.product_id')}, ${eb.ref('m.product_id')}, ${eb.ref('r.reference')})`.as(
          'product_key',
        ),
        sql<string>`coalesce(${eb.ref('p.name')}, ${eb.ref('m.name')}, min(${eb.ref('r.name')}), ${unknownName(eb.ref('r.reference'))})`.as(
          'product_name',
        ),
        sql<boolean>`coalesce(${eb.ref('p.product_id')}, ${eb.ref('m.product_id')}) is not null`.as(
          'is_described',
        ),
      ]),
})

/** What records call a product, with the name that they give it. */
function references(db: Kysely<Warehouse>) {
  const named = db
    .selectFrom('stg_opportunity_line')
    .select(['product_id as reference', 'product_name as name'])
    .union(
      db.selectFrom('stg_opportunity_line').select(['product_name as reference', 'product_name as name']),
    )
    .union(db.selectFrom('stg_opportunity').select(['product_name as reference', 'product_name as name']))
    .as('named')
  return db
    .selectFrom(named)
    .where('named.reference', 'is not', null)
    .select(['named.reference', 'named.name'])
}

/** Names that one product has. */
function names(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_product as p')
    .groupBy((eb) => sql`lower(trim(${eb.ref('p.name')}))`)
    .having(sql<number>`count(*)`, '=', 1)
    .select((eb) => [
      sql<string>`lower(trim(${eb.ref('p.name')}))`.as('name'),
      sql<string>`min(${eb.ref('p.product_id')})`.as('product_id'),
    ])
}
