import { type Kysely, sql } from 'kysely'
import type { Reads } from '../computed.ts'
import { STANDARD_CALENDAR } from '../contract/fiscal-calendar.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay } from '../warehouse/portable.ts'
import type { Assignment, Book, Period } from './book.ts'
import { type PlanPeriod, planPeriods } from './plan.ts'
import { readCredits } from './read-credits.ts'
import { readAssignments, readExceptions, readPlans, readQuotas } from './read-records.ts'
import { readTeams } from './read-teams.ts'
import { NANO, nanoOf, nearest } from './round.ts'

const landed = ['_source', '_drop', '_file', '_record', '_loaded_at', '_superseded'] as const

/** All that commission is computed from. */
export const bookReads = {
  company: ['as_of_on', 'currency', 'timezone'],
  dim_fiscal_date: ['calendar', 'fiscal_month_start', 'fiscal_quarter_start', 'fiscal_year_start'],
  dim_product: ['product_key', 'product_family'],
  dim_rep: ['rep_key', 'rep_id', 'valid_from', 'valid_to'],
  dim_rep_hierarchy: ['ancestor_id', 'descendant_id', 'depth', 'valid_from', 'valid_to'],
  fct_booking: ['opportunity_id', 'event', 'booked_on', 'amount', 'rep_key', 'version_number'],
  fct_opportunity: ['opportunity_id', 'currency', 'deal_type', 'product_key'],
  fct_opportunity_version: ['opportunity_id', 'version_number', 'known_from'],
  int_person_reference: ['reference', 'rep_id'],
  int_rate_period: ['currency', 'rate_kind', 'valid_from', 'valid_before', 'rate'],
  int_seat: ['rep_id', 'seat_from', 'seat_to'],
  int_survivor: ['entity', 'record_id', 'survivor_id'],
  landed_commission_assignment: [...landed, 'user_id', 'plan_id', 'valid_from', 'valid_to'],
  landed_commission_decision: [
    '_superseded',
    'user_id',
    'kind',
    'day',
    'opportunity_id',
    'amount',
    'currency',
    'decided_at',
  ],
  landed_commission_plan: [
    ...landed,
    'plan_id',
    'name',
    'valid_from',
    'valid_to',
    'rule',
    'period',
    'attainment_of',
    'credits',
    'attainment_from',
    'rate',
    'amount',
    'deal_type',
    'product_family',
    'cap',
    'clawback_days',
    'currency',
    'is_proposed',
  ],
  landed_opportunity_split: [
    ...landed,
    'split_id',
    'opportunity_id',
    'user_id',
    'kind',
    'share',
    'amount',
    'modified_at',
    'is_deleted',
  ],
  landed_quota: [
    ...landed,
    'user_id',
    'period_start',
    'period_end',
    'territory_id',
    'product_family',
    'forecast_type',
    'amount',
    'currency',
    'modified_at',
    'is_deleted',
  ],
  stg_quota: ['forecast_type'],
  stg_split_type: ['split_type_id', 'name', 'is_total_validated'],
} as const satisfies Reads

/** Reads all that commission is computed from, as of the build's day. */
export async function readBook(db: Kysely<Warehouse>): Promise<Book> {
  const company = await db
    .selectFrom('company')
    .select(['as_of_on as asOf', 'currency'])
    .executeTakeFirstOrThrow()
  const [plans, assignments, exceptions] = [
    await readPlans(db),
    await readAssignments(db),
    await readExceptions(db, company.currency),
  ]
  const rateOf = await readRates(db)
  const planRate = (currency: string, day: string): bigint | null =>
    rateOf(currency, 'plan', day) ?? rateOf(currency, 'spot', day)
  const convert = (micros: bigint, rate: bigint | null): bigint =>
    rate === null ? 0n : nearest(micros * rate, NANO)
  // Where nobody is on a plan nothing else has to be read.
  const isIdle = assignments.length === 0 && exceptions.length === 0
  return {
    ...company,
    plans,
    assignments,
    exceptions,
    credits: isIdle
      ? []
      : await readCredits(db, (micros, currency, day) => convert(micros, rateOf(currency, 'spot', day))),
    quotas: isIdle
      ? []
      : await readQuotas(db, company.currency, (micros, currency, day) =>
          convert(micros, planRate(currency, day)),
        ),
    team: isIdle ? [] : await readTeams(db),
    periods: await readPeriods(
      db,
      firstDayOf(
        assignments,
        exceptions.map(({ day }) => day),
      ),
      company.asOf,
    ),
    rate: planRate,
  }
}

const firstDayOf = (assignments: readonly Assignment[], days: readonly string[]): string =>
  [...assignments.map(({ from }) => from), ...days].sort()[0] ?? '9999-12-31'

/** Company currency per unit of a currency, of a kind and day, in billionths. */
async function readRates(db: Kysely<Warehouse>) {
  const rates = await db
    .selectFrom('int_rate_period')
    .select(['currency', 'rate_kind', 'valid_from', 'valid_before', 'rate'])
    .execute()
  const kept = new Map<string, { from: string; before: string; rate: bigint }[]>()
  for (const { currency, rate_kind, valid_from, valid_before, rate } of rates) {
    const name = `${currency}:${rate_kind}`
    kept.set(name, [
      ...(kept.get(name) ?? []),
      { from: valid_from, before: valid_before, rate: nanoOf(rate) },
    ])
  }
  return (currency: string, kind: 'plan' | 'spot', day: string): bigint | null =>
    kept.get(`${currency}:${kind}`)?.find(({ from, before }) => from <= day && day < before)?.rate ?? null
}

/** Periods of the company's own calendar from the one of a day on, as far as they have begun. */
async function readPeriods(
  db: Kysely<Warehouse>,
  first: string,
  asOf: string,
): Promise<Record<PlanPeriod, Period[]>> {
  const periods: Record<PlanPeriod, Period[]> = { month: [], quarter: [], year: [] }
  for (const kind of planPeriods)
    periods[kind] = await db
      .selectFrom('dim_fiscal_date as d')
      .where('d.calendar', '=', STANDARD_CALENDAR)
      .where(`d.fiscal_${kind}_end`, '>=', first)
      .where(`d.fiscal_${kind}_start`, '<=', asOf)
      .select([`d.fiscal_${kind}_start as from`, `d.fiscal_${kind}_end as to`])
      .distinct()
      .orderBy(`d.fiscal_${kind}_start`)
      .execute()
  return periods
}

/** The version of each person that held when a company day began. */
export async function readRepKeys(
  db: Kysely<Warehouse>,
): Promise<(repId: string, day: string) => string | undefined> {
  const rows = await db
    .selectFrom('dim_rep as r')
    .innerJoin('company as c', (join) => join.onTrue())
    .orderBy('r.valid_from')
    .select((eb) => [
      'r.rep_id as repId',
      'r.rep_key as repKey',
      // A version that begins within a day is that of the next one's beginning.
      sql<string>`cast(${companyDay(sql<Date>`${eb.ref('r.valid_from')} - interval '1 millisecond'`, eb.ref('c.timezone'))} as varchar)`.as(
        'dayBefore',
      ),
    ])
    .execute()
  const versions = new Map<string, { repKey: string; dayBefore: string }[]>()
  for (const row of rows) versions.set(row.repId, [...(versions.get(row.repId) ?? []), row])
  return (repId, day) => {
    const own = versions.get(repId)
    return (own?.findLast(({ dayBefore }) => dayBefore < day) ?? own?.[0])?.repKey
  }
}
