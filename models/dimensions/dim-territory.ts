import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { UNKNOWN, unknownName } from './unknown.ts'

export const dimTerritoryColumns = {
  territory_key: required('text', "Id of the territory; 'unknown' where a record names none"),
  territory_name: required('text', 'Name'),
  region: optional('text', 'Region it is part of'),
  kind: optional('text', 'physical, digital or phone'),
} as const

export const dimTerritory = defineModel({
  name: 'dim_territory',
  layer: 'dimension',
  grain: 'one row a territory, those that are only referred to included',
  key: ['territory_key'],
  columns: dimTerritoryColumns,
  query: (db) => {
    const referred = db
      .selectFrom('stg_opportunity')
      .select('territory_id')
      .union(db.selectFrom('landed_account').select('territory_id'))
      .union(db.selectFrom('landed_user').select('territory_id'))
      .as('referred')
    return db
      .selectFrom('stg_territory')
      .select(['territory_id as territory_key', 'name as territory_name', 'region', 'kind'])
      .unionAll(
        db
          .selectFrom(referred)
          .leftJoin('stg_territory as t', 't.territory_id', 'referred.territory_id')
          .where('t.territory_id', 'is', null)
          .where('referred.territory_id', 'is not', null)
          .select((eb) => [
            eb.ref('referred.territory_id').$castTo<string>().as('territory_key'),
            unknownName(eb.ref('referred.territory_id')).as('territory_name'),
            sql<string | null>`cast(null as varchar)`.as('region'),
            sql<string | null>`cast(null as varchar)`.as('kind'),
          ]),
      )
      .unionAll(
        db
          .selectFrom('company')
          .select([
            sql.lit(UNKNOWN).as('territory_key'),
            sql.lit('Unknown').as('territory_name'),
            sql<string | null>`cast(null as varchar)`.as('region'),
            sql<string | null>`cast(null as varchar)`.as('kind'),
          ]),
      )
  },
})
