import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { UNKNOWN } from './unknown.ts'

export const dimProductColumns = {
  product_key: required(
    'text',
    "Id of the product, or its name where no source describes it; 'unknown' where a record names none",
  ),
  product_name: required('text', 'Name'),
  product_code: optional('text', 'Product code'),
  product_family: optional('text', 'Product family'),
  is_active: required('boolean', 'False once withdrawn; old deals keep it'),
} as const

const none = sql<string | null>`cast(null as varchar)`

export const dimProduct = defineModel({
  name: 'dim_product',
  layer: 'dimension',
  grain: 'one row a product, those that only lines and opportunities name included',
  key: ['product_key'],
  columns: dimProductColumns,
  query: (db) =>
    db
      .selectFrom('stg_product')
      .select((eb) => [
        'product_id as product_key',
        'name as product_name',
        'code as product_code',
        'family as product_family',
        sql<boolean>`coalesce(${eb.ref('is_active')}, true)`.as('is_active'),
      ])
      .unionAll(
        db
          .selectFrom('int_product_reference')
          .where('is_described', '=', false)
          .select([
            'product_key',
            'product_name',
            none.as('product_code'),
            none.as('product_family'),
            sql<boolean>`true`.as('is_active'),
          ]),
      )
      .unionAll(
        db
          .selectFrom('company')
          .select([
            sql.lit(UNKNOWN).as('product_key'),
            sql.lit('Unknown').as('product_name'),
            none.as('product_code'),
            none.as('product_family'),
            sql<boolean>`true`.as('is_active'),
          ]),
      ),
})
