import { type Expression, type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay, convert, endOfTime } from '../warehouse/portable.ts'

export const submissionCategories = ['commit', 'best_case', 'pipeline'] as const

export const intForecastSubmissionColumns = {
  rep_id: required('text', 'User id of whose forecast it is'),
  submitted_by: required('text', 'User id of who submitted: they, or a manager for them'),
  level: required('text', 'rep: for a person; team: of a manager, for the team', ['rep', 'team']),
  team: required(
    'text',
    "Team it is for: their own when they submitted; the one that they manage for an override; 'unknown' for none",
  ),
  territory_key: required('text', "Territory that they covered when they submitted; 'unknown' for none"),
  is_override: required(
    'boolean',
    'True where it is of a manager for the team or for a person of theirs: it stands beside what the reps submitted',
  ),
  period_start: required('date', 'First day of the fiscal quarter'),
  period_end: required('date', 'Last day of it'),
  category: required('text', 'commit, best_case or pipeline', submissionCategories),
  amount: optional(
    'amount',
    "Submitted, in the company's currency at the rate of the day; empty where there is no rate",
  ),
  known_from: required('timestamp', 'From when it was the newest'),
  known_to: required('timestamp', 'Until when; 9999 for the one that holds'),
} as const

/**
 * What people submitted for a fiscal quarter, each for as long as it was the newest of theirs. Amounts are cumulative:
 * a best case holds what is committed, a pipeline all of it.
 */
export const intForecastSubmission = defineModel({
  name: 'int_forecast_submission',
  layer: 'intermediate',
  grain: 'one row a person, fiscal quarter, category and submission, of theirs and of a manager for them',
  key: ['rep_id', 'period_start', 'category', 'is_override', 'known_from'],
  columns: intForecastSubmissionColumns,
  query: (db) =>
    db
      .selectFrom(latest(db).as('s'))
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin('dim_date as d', 'd.date_key', 's.period_start')
      .innerJoin(quarters(db).as('q'), 'q.fiscal_quarter_start', 'd.fiscal_quarter_start')
      .leftJoin('dim_rep as r', (join) =>
        join
          .onRef('r.rep_id', '=', 's.rep_id')
          .onRef('s.submitted_at', '>=', 'r.valid_from')
          .onRef('s.submitted_at', '<', 'r.valid_to'),
      )
      .leftJoin(managed(db).as('m'), 'm.manager_id', 's.rep_id')
      .leftJoin('int_rate_period as f', (join) =>
        join
          .on('f.rate_kind', '=', 'spot')
          .on((eb) =>
            eb('f.currency', '=', sql<string>`coalesce(${eb.ref('s.currency')}, ${eb.ref('c.currency')})`),
          )
          .on((eb) =>
            eb(companyDay(eb.ref('s.submitted_at'), eb.ref('c.timezone')), '>=', eb.ref('f.valid_from')),
          )
          .on((eb) =>
            eb(companyDay(eb.ref('s.submitted_at'), eb.ref('c.timezone')), '<', eb.ref('f.valid_before')),
          ),
      )
      .select((eb) => [
        's.rep_id',
        sql<string>`coalesce(${eb.ref('s.overridden_by')}, ${eb.ref('s.rep_id')})`.as('submitted_by'),
        sql<string>`case when ${eb.ref('m.team')} is not null and ${eb.ref('s.overridden_by')} is null then 'team' else 'rep' end`.as(
          'level',
        ),
        sql<string>`coalesce(${eb.ref('m.team')}, ${eb.ref('r.team')}, ${sql.lit(UNKNOWN)})`.as('team'),
        sql<string>`coalesce(${eb.ref('r.territory_id')}, ${sql.lit(UNKNOWN)})`.as('territory_key'),
        sql<boolean>`${eb.ref('m.team')} is not null or ${eb.ref('s.overridden_by')} is not null`.as(
          'is_override',
        ),
        'q.fiscal_quarter_start as period_start',
        'q.quarter_end as period_end',
        's.category',
        convert(eb.ref('s.amount'), eb.ref('f.rate')).$castTo<string | null>().as('amount'),
        's.submitted_at as known_from',
        sql<Date>`coalesce(lead(${eb.ref('s.submitted_at')}) over (partition by ${eb.ref('s.rep_id')}, ${eb.ref('q.fiscal_quarter_start')}, ${eb.ref('s.category')}, ${isOverridden(eb.ref('s.overridden_by'))} order by ${eb.ref('s.submitted_at')}), ${endOfTime})`.as(
          'known_to',
        ),
      ]),
  audits: [
    {
      name: 'every submission is of a category that is known',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('stg_forecast_submission as s')
          .where((eb) => eb(category(eb.ref('s.category')), 'not in', [...submissionCategories]))
          .select('s.category as example'),
    },
    {
      name: 'every submission has a rate on or before its day',
      severity: 'warn',
      failing: (db) =>
        db.selectFrom('int_forecast_submission').where('amount', 'is', null).select('rep_id as example'),
    },
  ],
})

const category = (value: Expression<string>) =>
  sql<string>`replace(replace(lower(${value}), ' ', '_'), '-', '_')`

/** What a manager submits for a person of theirs goes on beside what the person submits. */
const isOverridden = (by: Expression<string | null>) => sql<boolean>`${by} is not null`

/** The last that a person submitted at an instant, of the categories that are known. */
function latest(db: Kysely<Warehouse>) {
  const ranked = db
    .selectFrom('stg_forecast_submission as s')
    .leftJoin('int_person_reference as p', 'p.reference', 's.user_id')
    .where((eb) => eb(category(eb.ref('s.category')), 'in', [...submissionCategories]))
    .select((eb) => {
      const person = sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('s.user_id')})`
      return [
        person.as('rep_id'),
        's.period_start',
        category(eb.ref('s.category')).as('category'),
        's.amount',
        's.currency',
        's.submitted_at',
        's.submitted_by as overridden_by',
        sql<number>`row_number() over (partition by ${person}, ${eb.ref('s.period_start')}, ${category(eb.ref('s.category'))}, ${isOverridden(eb.ref('s.submitted_by'))}, ${eb.ref('s.submitted_at')} order by ${eb.ref('s.amount')} desc, ${eb.ref('s.user_id')})`.as(
          'place',
        ),
      ]
    })
    .as('ranked')
  return db.selectFrom(ranked).where('ranked.place', '=', 1).selectAll('ranked')
}

/** Fiscal quarters with their last days. */
function quarters(db: Kysely<Warehouse>) {
  return db
    .selectFrom('dim_date as q')
    .groupBy('q.fiscal_quarter_start')
    .select((eb) => ['q.fiscal_quarter_start', sql<string>`max(${eb.ref('q.date_key')})`.as('quarter_end')])
}

/** The team of people who have others reporting to them: that of most of those. */
function managed(db: Kysely<Warehouse>) {
  const counted = db
    .selectFrom('dim_rep as r')
    .where('r.is_current', '=', true)
    .where('r.manager_id', 'is not', null)
    .where('r.team', 'is not', null)
    .groupBy(['r.manager_id', 'r.team'])
    .select((eb) => [
      'r.manager_id',
      'r.team',
      sql<number>`row_number() over (partition by ${eb.ref('r.manager_id')} order by count(*) desc, ${eb.ref('r.team')})`.as(
        'place',
      ),
    ])
    .as('counted')
  return db.selectFrom(counted).where('counted.place', '=', 1).select(['counted.manager_id', 'counted.team'])
}
