import { type Kysely, sql } from 'kysely'
import { mainForecastType } from '../facts/fct-quota.ts'
import { microsOf } from '../forecast/money.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay } from '../warehouse/portable.ts'
import type { Assignment, Exception, Known, Quota } from './book.ts'
import { knownRecords, type Told } from './known-records.ts'
import type { PlanRow } from './plan.ts'
import { later } from './state.ts'

type Came = Pick<Told<object>, 'source' | 'loadedOn' | 'modified' | 'order' | 'isSuperseded'>

/** When a landed record `r` came. */
function came(modified = sql<string>`''`) {
  const ref = (column: string) => sql.ref(`r.${column}`)
  return [
    sql<string>`${ref('_source')}`.as('source'),
    sql<string>`cast(${companyDay(sql.ref<Date>('r._loaded_at'), sql.ref<string>('c.timezone'))} as varchar)`.as(
      'loadedOn',
    ),
    modified.as('modified'),
    sql<string>`${ref('_drop')} || '/' || ${ref('_file')} || '/' || lpad(cast(${ref('_record')} as varchar), 12, '0')`.as(
      'order',
    ),
    sql<boolean>`${ref('_superseded')}`.as('isSuperseded'),
  ] as const
}

const cameOf = ({ source, loadedOn, modified, order, isSuperseded }: Came): Came => ({
  source,
  loadedOn,
  modified,
  order,
  isSuperseded,
})

/** Every version of the rules of commission plans. */
export async function readPlans(db: Kysely<Warehouse>): Promise<Known<PlanRow>[]> {
  const rows = await db
    .selectFrom('landed_commission_plan as r')
    .innerJoin('company as c', (join) => join.onTrue())
    .select([
      'r.plan_id as planId',
      'r.name',
      'r.valid_from as validFrom',
      'r.valid_to as validTo',
      'r.rule',
      'r.period',
      'r.attainment_of as attainmentOf',
      'r.credits',
      'r.attainment_from as attainmentFrom',
      'r.rate',
      'r.amount',
      'r.deal_type as dealType',
      'r.product_family as productFamily',
      'r.cap',
      'r.clawback_days as clawbackDays',
      'r.currency',
      'r.is_proposed as isProposed',
    ])
    .select(came())
    .execute()
  return knownRecords(
    rows.map(({ source, loadedOn, modified, order, isSuperseded, ...value }) => ({
      ...cameOf({ source, loadedOn, modified, order, isSuperseded }),
      value,
      key: [
        value.planId,
        value.validFrom,
        value.rule,
        value.attainmentFrom,
        value.dealType,
        value.productFamily,
        value.credits,
        value.isProposed ?? false,
      ].join('\n'),
      about: value.validFrom,
      isDeleted: false,
    })),
  )
}

/** Every version of who is on which plan. */
export async function readAssignments(db: Kysely<Warehouse>): Promise<Known<Assignment>[]> {
  const rows = await db
    .selectFrom('landed_commission_assignment as r')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('int_person_reference as p', 'p.reference', 'r.user_id')
    .select((eb) => [
      sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('r.user_id')})`.as('repId'),
      'r.plan_id as planId',
      'r.valid_from as from',
      'r.valid_to as to',
    ])
    .select(came())
    .execute()
  return knownRecords(
    rows.map(({ repId, planId, from, to, ...times }) => ({
      ...cameOf(times),
      value: { repId, planId, from, to },
      key: [repId, planId, from].join('\n'),
      about: from,
      isDeleted: false,
    })),
  )
}

/** Exceptions, each known from the day on which it was decided. */
export async function readExceptions(db: Kysely<Warehouse>, currency: string): Promise<Known<Exception>[]> {
  const rows = await db
    .selectFrom('landed_commission_decision as r')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('int_person_reference as p', 'p.reference', 'r.user_id')
    .where('r.kind', '=', 'exception')
    .where('r.amount', 'is not', null)
    .where('r._superseded', '=', false)
    .select((eb) => [
      sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('r.user_id')})`.as('repId'),
      'r.day',
      'r.opportunity_id as opportunityId',
      'r.amount',
      'r.currency',
      sql<string>`cast(${eb.ref('r.decided_at')} as varchar)`.as('at'),
      sql<string>`cast(${companyDay(eb.ref('r.decided_at'), eb.ref('c.timezone'))} as varchar)`.as(
        'knownFrom',
      ),
    ])
    .execute()
  const told = rows.map((row) => ({
    exceptionId: [row.day, row.opportunityId ?? '', row.at].join(':'),
    repId: row.repId,
    day: row.day,
    opportunityId: row.opportunityId,
    amount: microsOf(row.amount ?? '0'),
    currency: row.currency ?? currency,
    knownFrom: row.knownFrom,
    knownTo: null,
  }))
  // The same record may land more than once.
  return [...new Map(told.map((it) => [`${it.repId}:${it.exceptionId}`, it])).values()]
}

/** Every version of quotas of the main kind of forecast, in the company's currency, by the stretches in seat. */
export async function readQuotas(
  db: Kysely<Warehouse>,
  currency: string,
  convert: (micros: bigint, currency: string, day: string) => bigint,
): Promise<Known<Quota>[]> {
  const rows = await db
    .selectFrom('landed_quota as r')
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('int_person_reference as p', 'p.reference', 'r.user_id')
    .innerJoin(mainForecastType(db).as('t'), (join) =>
      join.on(
        (eb) =>
          sql<boolean>`coalesce(${eb.ref('r.forecast_type')}, '') = coalesce(${eb.ref('t.forecast_type')}, '')`,
      ),
    )
    .select((eb) => [
      sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('r.user_id')})`.as('repId'),
      'r.user_id as userId',
      'r.period_start as from',
      'r.period_end as to',
      'r.territory_id as territoryId',
      'r.product_family as productFamily',
      'r.amount',
      'r.currency',
      sql<boolean>`coalesce(${eb.ref('r.is_deleted')}, false)`.as('isDeleted'),
    ])
    .select((eb) => came(sql<string>`coalesce(cast(${eb.ref('r.modified_at')} as varchar), '')`))
    .execute()
  const seats = new Map<string, { from: string; to: string }[]>()
  for (const { rep_id, seat_from, seat_to } of await db
    .selectFrom('int_seat')
    .select(['rep_id', 'seat_from', 'seat_to'])
    .execute())
    seats.set(rep_id, [...(seats.get(rep_id) ?? []), { from: seat_from, to: seat_to }])
  const quotas = knownRecords(
    rows.map((row) => ({
      ...cameOf(row),
      value: {
        repId: row.repId,
        from: row.from,
        to: row.to,
        amount: convert(microsOf(row.amount), row.currency ?? currency, row.from),
      },
      key: [row.userId, row.from, row.to, row.territoryId, row.productFamily].join('\n'),
      about: row.from,
      isDeleted: row.isDeleted,
    })),
  )
  return quotas.flatMap((quota) =>
    (seats.get(quota.repId) ?? []).flatMap((seat) =>
      untilLeft({ ...quota, seatFrom: seat.from, seatTo: seat.to }),
    ),
  )
}

/** That somebody left is known from the day after on: until then the quota counts in full. */
function untilLeft(quota: Known<Quota>): Known<Quota>[] {
  const { seatTo, knownFrom, knownTo } = quota
  if (seatTo >= quota.to) return [quota]
  const told = new Date(Date.parse(`${seatTo}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  const before = {
    ...quota,
    seatTo: '9999-12-31',
    knownTo: knownTo === null || knownTo > told ? told : knownTo,
  }
  const after = { ...quota, knownFrom: later(knownFrom, told) }
  return [before, after].filter((it) => it.knownTo === null || it.knownTo > it.knownFrom)
}
