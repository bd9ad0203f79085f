import { sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { shapeOf } from '../computed.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { decimalText } from '../forecast/money.ts'
import { commissionLedger, entryEvents } from '../incentives/ledger.ts'
import { components } from '../incentives/line.ts'
import { planPeriods, ruleKinds } from '../incentives/plan.ts'
import { bookReads, readBook, readRepKeys } from '../incentives/read-book.ts'
import { ratioText } from '../incentives/round.ts'
import { defineModel } from '../model.ts'

export const fctCommissionColumns = {
  commission_key: required('text', 'Line of the statement and day of the entry'),
  rep_id: required('text', 'User id of who is paid'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Who is paid, as they were at the start of the period')),
  opportunity_id: optional('text', 'Opportunity that is paid for; empty for draws and caps'),
  plan_id: required('text', 'Plan; exception for what somebody decided on beside the plans'),
  plan_name: required('text', 'Name of the plan'),
  component: required(
    'text',
    'rate, spiff, cap (what is above it, below zero), draw (what it fills up), recovery (of draws), exception',
    components,
  ),
  rule: required('text', 'Rule of the plan, as rate 8% from 100%'),
  rate: optional('rate', 'Share of the credit that a rate pays, 0 to 1'),
  event: required(
    'text',
    'accrual: the first entry of its line; clawback: the deal is lost again; adjustment: all else',
    entryEvents,
  ),
  entry_on: joins(
    'dim_date.date_key',
    required('date', 'Company day on which it became known, from which it counts'),
  ),
  period_kind: required('text', 'Fiscal month, quarter or year in which it was earned', planPeriods),
  period_start: required('date', 'First day of the period'),
  period_end: required('date', 'Last day of the period'),
  credited_amount: required(
    'amount',
    "What the entry adds to the credit that is paid for, in the company's currency",
  ),
  pay_amount: required('amount', "What it adds to the pay, in the plan's currency"),
  pay_currency: required('text', "ISO code of the plan's currency"),
  amount: required(
    'amount',
    "The same in the company's currency, at the plan rate of the period's first day",
  ),
} as const

/**
 * The ledger of commission. Entries up to a day add up to the statements as they were known at the end of that day,
 * to the cent: what is told later is added, nothing is changed.
 */
export const fctCommission = defineModel({
  name: 'fct_commission',
  layer: 'fact',
  grain: 'one row a line of a statement (person, plan, period, rule and credit) and day on which it changed',
  key: ['commission_key'],
  columns: fctCommissionColumns,
  query: (db) => shapeOf(db, bookReads, fctCommissionColumns),
  computed: {
    version: 'ledger-1',
    rows: async (db) => {
      const entries = commissionLedger(await readBook(db))
      const repKey = await readRepKeys(db)
      return entries.map((entry) => ({
        commission_key: `${entry.key}@${entry.entryOn}`,
        rep_id: entry.repId,
        rep_key: repKey(entry.repId, entry.period.from) ?? UNKNOWN,
        opportunity_id: entry.opportunityId,
        plan_id: entry.planId,
        plan_name: entry.planName,
        component: entry.component,
        rule: entry.rule,
        rate: entry.rate === null ? null : ratioText(entry.rate),
        event: entry.event,
        entry_on: entry.entryOn,
        period_kind: entry.periodKind,
        period_start: entry.period.from,
        period_end: entry.period.to,
        credited_amount: decimalText(entry.credited),
        pay_amount: decimalText(entry.pay),
        pay_currency: entry.currency,
        amount: decimalText(entry.amount),
      }))
    },
  },
  audits: [
    {
      name: 'every rule of a commission plan says what it pays',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('landed_commission_plan as r')
          .where('r._superseded', '=', false)
          .where((eb) =>
            eb.or([
              eb(sql<string>`coalesce(${eb.ref('r.rule')}, 'rate')`, 'not in', [...ruleKinds]),
              eb(sql<string>`coalesce(${eb.ref('r.period')}, 'quarter')`, 'not in', [...planPeriods]),
              sql<boolean>`case when coalesce(${eb.ref('r.rule')}, 'rate') = 'rate' then ${eb.ref('r.rate')} else ${eb.ref('r.amount')} end is null`,
            ]),
          )
          .select((eb) =>
            sql<string>`${eb.ref('r.plan_id')} || ' from ' || cast(${eb.ref('r.valid_from')} as varchar)`.as(
              'example',
            ),
          ),
    },
    {
      name: 'every person on a commission plan is on one that has rules',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('landed_commission_assignment as r')
          .leftJoin('landed_commission_plan as p', 'p.plan_id', 'r.plan_id')
          .where('r._superseded', '=', false)
          .where('p.plan_id', 'is', null)
          .select('r.plan_id as example'),
    },
    {
      name: 'every currency of a commission plan has a rate',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('landed_commission_plan as r')
          .leftJoin('int_rate_period as q', 'q.currency', 'r.currency')
          .where('r._superseded', '=', false)
          .where('r.currency', 'is not', null)
          .where('q.currency', 'is', null)
          .select('r.currency as example'),
    },
  ],
})
