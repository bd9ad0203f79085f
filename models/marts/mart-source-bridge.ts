import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { stageKey } from '../dimensions/stage-key.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const martSourceBridgeColumns = {
  source_bridge_key: required('text', 'Opportunity and line'),
  opportunity_id: required('text', 'Opportunity, of those that are gone too'),
  opportunity_name: optional('text', 'Name'),
  source: required('text', 'Name of the source in salesops.yml'),
  line: required(
    'text',
    "source: what the CRM's files said last; deleted, missing (from the last full export), merged: what of it counts no longer; converted: what the rates of its currency make of the rest",
    ['source', 'deleted', 'missing', 'merged', 'converted'],
  ),
  status: required('text', 'open, won or lost', ['open', 'won', 'lost']),
  currency: optional('text', "ISO code of the deal's currency, where it has one"),
  close_on: optional('date', 'Company day of the close, or close date while open and of those that are gone'),
  records: required('integer', 'Opportunities: 1, -1 where they leave, 0 where only the amount changes'),
  amount: required(
    'amount',
    "Amount as the CRM has it, each in its own currency; of converted the company's less that",
  ),
} as const

/** From the CRM's own total to ours: the lines of each opportunity add up to what fct_opportunity has of it. */
export const martSourceBridge = defineModel({
  name: 'mart_source_bridge',
  layer: 'mart',
  grain: 'one row an opportunity that any file ever had and line of the bridge',
  key: ['source_bridge_key'],
  columns: martSourceBridgeColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('int_opportunity_newest', 'opportunity_id'),
      holds('int_survivor', 'record_id'),
      holds('fct_opportunity', 'opportunity_id'),
    ],
  },
  query: (db) =>
    db
      .selectFrom(lines(db).as('b'))
      .select((eb) => [
        sql<string>`${eb.ref('b.opportunity_id')} || '/' || ${eb.ref('b.line')}`.as('source_bridge_key'),
        'b.opportunity_id',
        'b.opportunity_name',
        'b.source',
        'b.line',
        'b.status',
        'b.currency',
        'b.close_on',
        'b.records',
        sql<string>`cast(${eb.ref('b.amount')} as decimal(18, 6))`.as('amount'),
      ]),
  audits: [
    reconciles('opportunities add up to those of fct_opportunity', (db) => ({
      here: db.selectFrom('mart_source_bridge').select((eb) => sumInteger(eb.ref('records')).as('total')),
      there: db.selectFrom('fct_opportunity').select(countRows().as('total')),
    })),
    reconciles('amounts add up to those of fct_opportunity', (db) => ({
      here: db.selectFrom('mart_source_bridge').select((eb) => sumAmount(eb.ref('amount')).as('total')),
      there: db.selectFrom('fct_opportunity').select((eb) => sumAmount(eb.ref('amount')).as('total')),
    })),
    reconciles('every opportunity that any file ever had begins once', (db) => ({
      here: db
        .selectFrom('mart_source_bridge')
        .where('line', '=', 'source')
        .select((eb) => sumInteger(eb.ref('records')).as('total')),
      there: db
        .selectFrom('landed_opportunity')
        .select((eb) =>
          sql<number>`cast(count(distinct ${eb.ref('opportunity_id')}) as integer)`.as('total'),
        ),
    })),
  ],
})

function lines(db: Kysely<Warehouse>) {
  return db
    .selectFrom(fates(db).as('x'))
    .select((eb) => [
      'x.opportunity_id',
      'x.opportunity_name',
      'x.source',
      sql<string>`'source'`.as('line'),
      'x.status',
      'x.currency',
      'x.close_on',
      sql<number>`1`.as('records'),
      eb.ref('x.told').as('amount'),
    ])
    .unionAll(
      db
        .selectFrom(fates(db).as('x'))
        .where('x.leaves_as', 'is not', null)
        .select((eb) => [
          'x.opportunity_id',
          'x.opportunity_name',
          'x.source',
          eb.ref('x.leaves_as').$castTo<string>().as('line'),
          'x.status',
          'x.currency',
          'x.close_on',
          sql<number>`-1`.as('records'),
          sql<string>`-${eb.ref('x.told')}`.as('amount'),
        ]),
    )
    .unionAll(
      db
        .selectFrom(fates(db).as('x'))
        .where('x.leaves_as', 'is', null)
        .whereRef('x.ours', '<>', 'x.told')
        .select((eb) => [
          'x.opportunity_id',
          'x.opportunity_name',
          'x.source',
          sql<string>`'converted'`.as('line'),
          'x.status',
          'x.currency',
          'x.close_on',
          sql<number>`0`.as('records'),
          sql<string>`${eb.ref('x.ours')} - ${eb.ref('x.told')}`.as('amount'),
        ]),
    )
}

/** Each opportunity with what the CRM says of it, what we do, and why it is none of ours where it is not. */
function fates(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_opportunity_newest as r')
    .leftJoin('int_survivor as gone', (join) =>
      join.on('gone.entity', '=', 'opportunity').onRef('gone.record_id', '=', 'r.opportunity_id'),
    )
    .leftJoin('fct_opportunity as f', 'f.opportunity_id', 'r.opportunity_id')
    .leftJoin('int_stage_reference as sr', (join) =>
      join.on((eb) => eb('sr.reference', '=', stageKey(eb.ref('r.pipeline'), eb.ref('r.stage_name')))),
    )
    .leftJoin('dim_stage as s', 's.stage_key', 'sr.stage_key')
    .select((eb) => [
      'r.opportunity_id',
      'r.name as opportunity_name',
      'r.source',
      sql<string>`coalesce(${eb.ref('f.status')}, case when coalesce(${eb.ref('r.is_won')}, ${eb.ref('s.is_won')}, false) then 'won' when coalesce(${eb.ref('r.is_closed')}, ${eb.ref('s.is_closed')}, false) then 'lost' else 'open' end)`.as(
        'status',
      ),
      sql<string | null>`coalesce(${eb.ref('f.currency')}, ${eb.ref('r.currency')})`.as('currency'),
      sql<string | null>`coalesce(${eb.ref('f.closed_on')}, ${eb.ref('r.close_date')})`.as('close_on'),
      sql<string>`coalesce(${eb.ref('r.amount')}, 0)`.as('told'),
      sql<string>`coalesce(${eb.ref('f.amount')}, 0)`.as('ours'),
      sql<
        string | null
      >`case when ${eb.ref('r.fate')} <> 'kept' then ${eb.ref('r.fate')} when ${eb.ref('gone.record_id')} is not null then 'merged' end`.as(
        'leaves_as',
      ),
    ])
}
