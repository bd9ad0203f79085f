import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import { UNKNOWN } from './unknown.ts'

export const dimChannelColumns = {
  channel_key: required('text', "The selling method in lower case; 'unknown' where the CRM does not say"),
  channel_name: required('text', 'Selling method as the CRM spells it'),
} as const

export const dimChannel = defineModel({
  name: 'dim_channel',
  layer: 'dimension',
  grain: 'one row a selling method',
  key: ['channel_key'],
  columns: dimChannelColumns,
  query: (db) =>
    db
      .selectFrom(
        db
          .selectFrom('int_opportunity_channel')
          .select(['channel_key', 'channel_name'])
          .union(db.selectFrom('int_lead').select(['channel_key', 'channel_name']))
          .as('told'),
      )
      .where('told.channel_key', '<>', UNKNOWN)
      .groupBy('told.channel_key')
      .select((eb) => [
        'told.channel_key',
        sql<string>`min(${eb.ref('told.channel_name')})`.as('channel_name'),
      ])
      .unionAll(
        db
          .selectFrom('company')
          .select([sql.lit(UNKNOWN).as('channel_key'), sql.lit('Unknown').as('channel_name')]),
      ),
})
