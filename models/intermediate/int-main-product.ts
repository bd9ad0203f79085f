import { sql } from 'kysely'
import { joins, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { orSurvivor } from './survivors.ts'

export const mainProductColumns = {
  opportunity_id: required('text', 'Opportunity'),
  product_key: joins(
    'dim_product.product_key',
    required('text', 'Product of the line of the greatest amount'),
  ),
  product_name: required('text', 'Product of the line of the greatest amount'),
} as const

export const intMainProduct = defineModel({
  name: 'int_main_product',
  layer: 'intermediate',
  grain: 'one row an opportunity with lines',
  key: ['opportunity_id'],
  columns: mainProductColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom('stg_opportunity_line as l')
          .leftJoin('int_product_reference as p', (join) =>
            join.on((eb) =>
              eb(
                'p.reference',
                '=',
                sql<string>`coalesce(${eb.ref('l.product_id')}, ${eb.ref('l.product_name')})`,
              ),
            ),
          )
          .leftJoin('int_survivor as s', (join) =>
            join.on('s.entity', '=', 'opportunity').onRef('s.record_id', '=', 'l.opportunity_id'),
          )
          .select((eb) => [
            orSurvivor(eb.ref('s.survivor_id'), eb.ref('l.opportunity_id')).as('opportunity_id'),
            'p.product_key',
            'p.product_name',
            sql<number>`row_number() over (partition by ${orSurvivor(eb.ref('s.survivor_id'), eb.ref('l.opportunity_id'))} order by ${eb.ref('l.amount')} desc nulls last, ${eb.ref('l.line_id')})`.as(
              'amount_rank',
            ),
          ])
          .as('lines'),
      )
      .where('amount_rank', '=', 1)
      .where('product_key', 'is not', null)
      .select((eb) => [
        'opportunity_id',
        eb.ref('product_key').$notNull().as('product_key'),
        eb.ref('product_name').$notNull().as('product_name'),
      ]),
})
