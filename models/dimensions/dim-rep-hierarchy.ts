import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { overlapsNever } from '../intervals.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { beginning, endOfTime } from '../warehouse/portable.ts'

export const dimRepHierarchyColumns = {
  ancestor_id: required('text', 'User id of the person above, or of the person'),
  descendant_id: required('text', 'User id of the person below'),
  depth: required('integer', 'Steps from one to the other; 0 for the person'),
  valid_from: required('timestamp', 'First instant at which it was so'),
  valid_to: required('timestamp', 'First instant after it; 9999 where it still is'),
} as const

/**
 * Who was above whom, and when. A circle of managers is cut where it closes; a manager whom no source
 * describes is nobody's ancestor.
 */
export const dimRepHierarchy = defineModel({
  name: 'dim_rep_hierarchy',
  layer: 'dimension',
  grain: 'one row a pair of people above and below one another, and period in which they were so unbroken',
  key: ['ancestor_id', 'descendant_id', 'depth', 'valid_from'],
  columns: dimRepHierarchyColumns,
  query: (db) =>
    db
      .withRecursive('line(ancestor_id, descendant_id, depth, valid_from, valid_to, path)', (cte) =>
        cte
          .selectFrom('dim_rep as r')
          .where('r.is_current', '=', true)
          .select((eb) => [
            'r.rep_id as ancestor_id',
            'r.rep_id as descendant_id',
            sql<number>`0`.as('depth'),
            beginning.as('valid_from'),
            endOfTime.as('valid_to'),
            sql<string>`'/' || ${eb.ref('r.rep_id')} || '/'`.as('path'),
          ])
          .unionAll(
            cte
              .selectFrom('line as l')
              .innerJoin('dim_rep as r', 'r.rep_id', 'l.ancestor_id')
              .innerJoin('dim_rep as m', (join) =>
                join.onRef('m.rep_id', '=', 'r.manager_id').on('m.is_current', '=', true),
              )
              .whereRef('r.valid_from', '<', 'l.valid_to')
              .whereRef('r.valid_to', '>', 'l.valid_from')
              .where((eb) =>
                eb(sql<number>`position('/' || ${eb.ref('m.rep_id')} || '/' in ${eb.ref('l.path')})`, '=', 0),
              )
              .select((eb) => [
                'm.rep_id as ancestor_id',
                'l.descendant_id',
                sql<number>`${eb.ref('l.depth')} + 1`.as('depth'),
                sql<Date>`greatest(${eb.ref('l.valid_from')}, ${eb.ref('r.valid_from')})`.as('valid_from'),
                sql<Date>`least(${eb.ref('l.valid_to')}, ${eb.ref('r.valid_to')})`.as('valid_to'),
                sql<string>`'/' || ${eb.ref('m.rep_id')} || ${eb.ref('l.path')}`.as('path'),
              ]),
          ),
      )
      .selectFrom((eb) => islands(eb as unknown as Kysely<Warehouse & { line: Line }>).as('periods'))
      .groupBy(['periods.ancestor_id', 'periods.descendant_id', 'periods.depth', 'periods.island'])
      .select((eb) => [
        'periods.ancestor_id',
        'periods.descendant_id',
        'periods.depth',
        sql<Date>`min(${eb.ref('periods.valid_from')})`.as('valid_from'),
        sql<Date>`max(${eb.ref('periods.valid_to')})`.as('valid_to'),
      ]),
  audits: [
    {
      name: 'every person is above themselves for all time',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('dim_rep as r')
          .leftJoin('dim_rep_hierarchy as h', (join) =>
            join
              .onRef('h.descendant_id', '=', 'r.rep_id')
              .onRef('h.ancestor_id', '=', 'r.rep_id')
              .on('h.depth', '=', 0)
              .on((eb) => eb('h.valid_from', '=', beginning))
              .on((eb) => eb('h.valid_to', '=', endOfTime)),
          )
          .where('h.descendant_id', 'is', null)
          .select('r.rep_id as example'),
    },
    {
      name: 'no person has two managers at a time',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('dim_rep_hierarchy')
              .where('depth', '=', 1)
              .select((inner) => [
                'descendant_id as example',
                'valid_to',
                sql<Date | null>`lead(${inner.ref('valid_from')}) over (partition by ${inner.ref('descendant_id')} order by ${inner.ref('valid_from')})`.as(
                  'next_from',
                ),
              ])
              .as('steps'),
          )
          .whereRef('next_from', '<', 'valid_to')
          .select('example'),
    },
    overlapsNever('nobody is above another twice at a time', {
      table: 'dim_rep_hierarchy',
      of: ['ancestor_id', 'descendant_id'],
      from: 'valid_from',
      to: 'valid_to',
      example: 'descendant_id',
    }),
  ],
})

interface Line {
  ancestor_id: string
  descendant_id: string
  depth: number
  valid_from: Date
  valid_to: Date
  path: string
}

/** Periods that follow one another without a gap share an island: other changes of a person cut them only. */
function islands(db: Kysely<Warehouse & { line: Line }>) {
  return db
    .selectFrom(
      db
        .selectFrom('line as l')
        .select((eb) => [
          'l.ancestor_id',
          'l.descendant_id',
          'l.depth',
          'l.valid_from',
          'l.valid_to',
          sql<Date | null>`lag(${eb.ref('l.valid_to')}) over (partition by ${eb.ref('l.ancestor_id')}, ${eb.ref('l.descendant_id')}, ${eb.ref('l.depth')} order by ${eb.ref('l.valid_from')})`.as(
            'ended_before',
          ),
        ])
        .as('steps'),
    )
    .select((eb) => [
      'steps.ancestor_id',
      'steps.descendant_id',
      'steps.depth',
      'steps.valid_from',
      'steps.valid_to',
      sql<number>`sum(case when ${eb.ref('steps.ended_before')} = ${eb.ref('steps.valid_from')} then 0 else 1 end) over (partition by ${eb.ref('steps.ancestor_id')}, ${eb.ref('steps.descendant_id')}, ${eb.ref('steps.depth')} order by ${eb.ref('steps.valid_from')} rows unbounded preceding)`.as(
        'island',
      ),
    ])
}
