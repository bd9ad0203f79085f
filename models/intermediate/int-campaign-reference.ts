import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { unknownName } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const campaignReferenceColumns = {
  reference: required('text', 'A campaign as records name it: by its id, or its name as reports show it'),
  campaign_key: required(
    'text',
    'Id of the campaign that is meant; the reference itself where no source describes it',
  ),
  campaign_name: required('text', 'Its name'),
  is_described: required('boolean', 'True where a source describes it'),
} as const

/** Which campaign members and opportunities mean: by id first, then by a name in any letter case that one has. */
export const intCampaignReference = defineModel({
  name: 'int_campaign_reference',
  layer: 'intermediate',
  grain: 'one row a reference to a campaign',
  key: ['reference'],
  columns: campaignReferenceColumns,
  query: (db) => {
    const references = db
      .selectFrom('stg_opportunity')
      .select('campaign_id as reference')
      .union(db.selectFrom('stg_campaign_member').select('campaign_id as reference'))
      .as('r')
    return db
      .selectFrom(references)
      .leftJoin('stg_campaign as c', 'c.campaign_id', 'r.reference')
      .leftJoin(names(db).as('n'), (join) =>
        join.on((eb) => eb('n.name', '=', sql<string>`lower(trim(${eb.ref('r.reference')}))`)),
      )
      .leftJoin('stg_campaign as m', 'm.campaign_id', 'n.campaign_id')
      .where('r.reference', 'is not', null)
      .select((eb) => [
        eb.ref('r.reference').$castTo<string>().as('reference'),
        sql<string>`coalesce(${eb.ref('c.campaign_id')}, ${eb.ref('m.campaign_id')}, ${eb.ref('r.reference')})`.as(
          'campaign_key',
        ),
        sql<string>`coalesce(${eb.ref('c.name')}, ${eb.ref('m.name')}, ${unknownName(eb.ref('r.reference'))})`.as(
          'campaign_name',
        ),
        sql<boolean>`coalesce(${eb.ref('c.campaign_id')}, ${eb.ref('m.campaign_id')}) is not null`.as(
          'is_described',
        ),
      ])
  },
})

/** Names that one campaign has. */
function names(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_campaign as c')
    .groupBy((eb) => sql`lower(trim(${eb.ref('c.name')}))`)
    .having(sql<number>`count(*)`, '=', 1)
    .select((eb) => [
      sql<string>`lower(trim(${eb.ref('c.name')}))`.as('name'),
      sql<string>`min(${eb.ref('c.campaign_id')})`.as('campaign_id'),
    ])
}
