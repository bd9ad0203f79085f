import { localDay, type SampleCompany } from './company.ts'
import { type Book, type Deal, grouped, order, type Visit } from './deals.ts'
import { live } from './exports.ts'
import { later } from './periods.ts'
import type { Version } from './versions.ts'
import { add, quantile, ratio, total, type View } from './view.ts'

interface Check {
  readonly deal: string
  readonly amount: Deal['amount']
  readonly failed: boolean
  readonly weight: number
}

/** Of a deal, whether it breaks the rule; null where the rule does not apply. */
type Rule = readonly [name: string, weight: number, broken: (deal: Deal) => boolean | null]

/** Each rule asked of each deal; amounts only by rule, for a deal may break several. */
export function hygiene(
  exports: string,
  company: SampleCompany,
  book: Book,
  versions: readonly (readonly Version[])[],
): readonly [View<Check>, View<Check>] {
  const today = localDay(company.asOf)
  const ifOpen = (broken: (deal: Deal) => boolean) => (deal: Deal) =>
    deal.status === 'open' ? broken(deal) : null
  const people = [...live(exports, 'Contact'), ...live(exports, 'Lead')]
  const withContact = new Set(people.map((it) => it.AccountId || it.ConvertedAccountId).filter(Boolean))
  const reached = new Set([...withContact].map((account) => company.survivor(account ?? '')))
  const named = new Set(
    [...live(exports, 'Task'), ...live(exports, 'Event')]
      .filter(({ WhoId }) => WhoId)
      .map(({ WhatId }) => WhatId),
  )
  const stays = usualStays(book.deals)
  const touched = new Map(versions.flatMap((its) => its.slice(-1)).map(({ deal, from }) => [deal.id, from]))
  for (const { deal, at } of book.activities) {
    if (deal) touched.set(deal.id, later(at, touched.get(deal.id) ?? at))
  }
  const twins = repeated(book.deals)
  const rules: readonly Rule[] = [
    ['close_date_past', 3, ifOpen(({ record }) => !record.CloseDate || record.CloseDate < today)],
    ['no_next_step', 1, ifOpen(({ record }) => !record.NextStep?.trim())],
    ['amount_missing', 3, ifOpen(({ record }) => Number(record.Amount || 0) <= 0)],
    [
      'owner_inactive',
      3,
      ifOpen(({ record }) => company.users.get(record.OwnerId ?? '')?.IsActive !== 'true'),
    ],
    ['no_contact', 2, ifOpen(({ id, account }) => !named.has(id) && !reached.has(account))],
    [
      'duplicate',
      3,
      (deal) => (deal.status === 'open' && deal.account && deal.record.Name ? twins.has(deal.id) : null),
    ],
    [
      'stage_age',
      2,
      (deal) => {
        const last = deal.visits.at(-1)
        const usual = last && stays.get(last.stage)
        if (deal.status !== 'open' || usual === undefined) return null
        return (last?.closed ? 0 : days(last, company.asOf)) > 2 * usual
      },
    ],
    [
      'stale',
      1,
      ({ id, status, record }) => {
        const usual = stays.get(record.StageName ?? '')
        if (status !== 'open' || usual === undefined) return null
        return daysBetween(touched.get(id) ?? '', company.asOf) > 2 * usual
      },
    ],
    [
      'flags_conflict',
      2,
      ({ status, record }) => {
        const stage = company.stages.get(record.StageName ?? '')
        return (
          (stage?.IsWon === 'true') !== (status === 'won') ||
          (stage?.IsClosed === 'true') !== (status !== 'open')
        )
      },
    ],
    ['closed_before_created', 1, ({ cycleDays }) => (cycleDays === null ? null : cycleDays < 0)],
  ]
  const items = book.deals.flatMap((deal) =>
    rules.flatMap(([rule, weight, broken]) => {
      const failed = broken(deal)
      if (failed === null) return []
      return [
        {
          at: today,
          dims: { ...deal.dims, rule, is_failed: String(failed) },
          value: { deal: deal.id, amount: deal.amount, failed, weight },
        },
      ]
    }),
  )
  const failures = (all: readonly Check[]) => all.filter(({ failed }) => failed)
  const weight = (all: readonly Check[]) => add(all.map((it) => it.weight))
  const view: View<Check> = {
    name: 'hygiene',
    time: 'as_of',
    dimensions: [
      'rule',
      'is_failed',
      'rep_name',
      'rep_team',
      'manager_name',
      'territory_name',
      'region_name',
      'account_segment',
      'stage_name',
      'status',
      'deal_type',
    ],
    items,
    measures: {
      checks: (all) => all.length,
      failures: (all) => failures(all).length,
      records_failed: (all) => new Set(failures(all).map(({ deal }) => deal)).size,
      failure_rate: (all) => ratio(failures(all).length, all.length),
      score: (all) => (all.length ? 1 - weight(failures(all)) / weight(all) : null),
    },
  }
  const measures = { failed_amount: (all: readonly Check[]) => total(failures(all)) }
  return [view, { ...view, pins: [['rule']], measures }]
}

function days(visit: Visit | undefined, until: string): number {
  return daysBetween(visit?.enteredAt ?? until, visit?.exitedAt ?? until)
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** Three quarters of the visits to a stage that have ended last no longer; stages with fewer than ten are left out. */
function usualStays(deals: readonly Deal[]): Map<string, number> {
  const lengths = new Map<string, number[]>()
  for (const visit of deals.flatMap(({ visits }) => visits)) {
    if (visit.exitedAt) lengths.set(visit.stage, [...(lengths.get(visit.stage) ?? []), days(visit, '')])
  }
  return new Map(
    [...lengths]
      .filter(([, all]) => all.length >= 10)
      .map(([stage, all]) => [stage, quantile(all, 0.75) ?? 0]),
  )
}

/** Open deals with the name of an older open one of their account. */
function repeated(deals: readonly Deal[]): Set<string> {
  const records = deals
    .filter(({ status, account, record }) => status === 'open' && account && record.Name)
    .sort((a, b) => order(a.createdAt, b.createdAt) || order(a.id, b.id))
    .map(({ id, account, record }) => ({ id, same: `${account}/${record.Name?.trim().toLowerCase()}` }))
  return new Set(
    [...grouped(records, 'same').values()].flatMap(([, ...later]) => later.map(({ id }) => id ?? '')),
  )
}
