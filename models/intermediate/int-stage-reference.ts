import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { stageKey } from '../dimensions/stage-key.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const stageReferenceColumns = {
  reference: required('text', 'A stage as records name it, with its pipeline, as pipeline/stage'),
  stage_key: required('text', 'Stage that is meant; the reference itself where no source describes it'),
  is_described: required('boolean', 'True where a source describes the stage'),
} as const

/**
 * Which stage records mean. Exports made for people hold labels, others hold ids; the stage is looked for in
 * the record's pipeline first, by id and then by label, and then in all pipelines where only one has it: a
 * deal that changed its pipeline keeps stages of the old one in its history.
 */
export const intStageReference = defineModel({
  name: 'int_stage_reference',
  layer: 'intermediate',
  grain: 'one row a stage that records name',
  key: ['reference'],
  columns: stageReferenceColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom(candidates(db).as('c'))
          .select((eb) => [
            'c.reference',
            'c.stage_key',
            'c.closeness',
            sql<number>`row_number() over (partition by ${eb.ref('c.reference')} order by ${eb.ref('c.closeness')} nulls last, ${eb.ref('c.stage_key')})`.as(
              'closeness_rank',
            ),
            sql<number>`count(*) over (partition by ${eb.ref('c.reference')}, ${eb.ref('c.closeness')})`.as(
              'as_close',
            ),
          ])
          .as('found'),
      )
      .where('found.closeness_rank', '=', 1)
      .select((eb) => {
        const isDescribed = sql<boolean>`${eb.ref('found.closeness')} is not null and (${eb.ref('found.closeness')} < 3 or ${eb.ref('found.as_close')} = 1)`
        return [
          'found.reference',
          sql<string>`case when ${isDescribed} then ${eb.ref('found.stage_key')} else ${eb.ref('found.reference')} end`.as(
            'stage_key',
          ),
          isDescribed.as('is_described'),
        ]
      }),
})

function candidates(db: Kysely<Warehouse>) {
  return db
    .selectFrom(references(db).as('r'))
    .leftJoin(described(db).as('s'), (join) =>
      join.on((eb) =>
        eb.or([
          eb('s.word', '=', sql<string>`lower(${eb.ref('r.stage_name')})`),
          eb('s.label_word', '=', sql<string>`lower(${eb.ref('r.stage_name')})`),
        ]),
      ),
    )
    .select((eb) => {
      const inPipeline = sql`(coalesce(${eb.ref('s.pipeline')}, '') = coalesce(${eb.ref('r.pipeline')}, '') or ${eb.ref('s.pipeline_word')} = lower(${eb.ref('r.pipeline')}))`
      const byId = sql`${eb.ref('s.stage_name')} = ${eb.ref('r.stage_name')}`
      return [
        stageKey(eb.ref('r.pipeline'), eb.ref('r.stage_name')).as('reference'),
        sql<string | null>`${stageKey(eb.ref('s.pipeline'), eb.ref('s.stage_name'))}`.as('stage_key'),
        sql<
          number | null
        >`case when ${eb.ref('s.stage_name')} is null then null when ${inPipeline} and ${byId} then 1 when ${inPipeline} then 2 when ${byId} then 3 else 4 end`.as(
          'closeness',
        ),
      ]
    })
}

/** Stages as sources describe them, with the words by which people may call them. */
function described(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_stage as t')
    .leftJoin('stg_pipeline as p', 'p.pipeline_id', 't.pipeline')
    .select((eb) => [
      't.pipeline',
      't.stage_name',
      sql<string>`lower(${eb.ref('t.stage_name')})`.as('word'),
      sql<string | null>`lower(${eb.ref('t.label')})`.as('label_word'),
      sql<string | null>`lower(${eb.ref('p.label')})`.as('pipeline_word'),
    ])
}

/** Every stage that records name. Earlier versions count too: a stage that no deal stands in any more is part of its past. */
function references(db: Kysely<Warehouse>) {
  return db
    .selectFrom('landed_opportunity')
    .select(['pipeline', 'stage_name'])
    .union(
      db
        .selectFrom('stg_opportunity_history as h')
        .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
        .select(['o.pipeline', 'h.stage_name']),
    )
    .union(
      db
        .selectFrom('int_field_change as f')
        .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'f.opportunity_id')
        .where('f.stage_name', 'is not', null)
        .select((eb) => ['o.pipeline', eb.ref('f.stage_name').$castTo<string>().as('stage_name')]),
    )
}
