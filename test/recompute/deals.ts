import { dayNumber, localDay, monthOf, type SampleCompany, startOfLocalDay } from './company.ts'
import { live, type TextRecord } from './exports.ts'
import { converted, type Micros, micros } from './money.ts'

export type Dims = Readonly<Record<string, string | null>>

export interface Deal {
  readonly id: string
  readonly status: 'open' | 'won' | 'lost'
  readonly amount: Micros | null
  readonly createdAmount: Micros | null
  readonly createdAt: string
  readonly closedAt: string | null
  /** Company day of the close. */
  readonly closedOn: string | null
  readonly cycleDays: number | null
  readonly toClose: number
  readonly pushes: number
  readonly reopened: number
  readonly probability: number | null
  readonly grossMargin: number | null
  readonly discount: number | null
  readonly dims: Dims
  readonly owner: TextRecord | undefined
  /** The account after its merges. */
  readonly account: string
  readonly visits: readonly Visit[]
  readonly record: TextRecord
  /** Its history, in order. */
  readonly steps: readonly TextRecord[]
}

export interface Visit {
  readonly deal: string
  readonly stage: string
  readonly closed: boolean
  readonly enteredAt: string
  readonly exitedAt: string | null
}

interface Activity {
  readonly record: TextRecord
  readonly at: string
  /** The deal that it is on, where it names one. */
  readonly deal: Deal | undefined
  readonly dims: Dims
  readonly owner: TextRecord | undefined
}

export interface Book {
  readonly deals: readonly Deal[]
  readonly activities: readonly Activity[]
}

/** Every live deal and every activity that took place, recomputed from the exports record by record. */
export function readBook(exports: string, company: SampleCompany): Book {
  const history = grouped(live(exports, 'OpportunityHistory'), 'OpportunityId')
  const lines = grouped(live(exports, 'OpportunityLineItem'), 'OpportunityId')
  const done = [
    ...live(exports, 'Task').filter((it) => it.IsClosed === 'true'),
    ...live(exports, 'Event').filter((it) => (it.EndDateTime ?? '') <= company.asOf),
  ]
  const onDeal = grouped(done, 'WhatId')
  const deals = live(exports, 'Opportunity').map((record) => {
    const id = record.Id ?? ''
    return dealOf(record, history.get(id) ?? [], lines.get(id) ?? [], onDeal.get(id) ?? [], company)
  })
  const byId = new Map(deals.map((deal) => [deal.id, deal]))
  return { deals, activities: done.map((record) => activityOf(record, byId, company)) }
}

function dealOf(
  record: TextRecord,
  history: TextRecord[],
  lines: readonly TextRecord[],
  activities: readonly TextRecord[],
  company: SampleCompany,
): Deal {
  const steps = history.sort((a, b) => order(a.CreatedDate, b.CreatedDate) || order(a.Id, b.Id))
  const status = record.IsWon === 'true' ? 'won' : record.IsClosed === 'true' ? 'lost' : 'open'
  let closing: string | null = null
  for (const [i, step] of steps.entries()) {
    const before = steps[i - 1]
    if (!isClosed(step, company)) continue
    if (!before || !isClosed(before, company) || before.StageName !== step.StageName)
      closing = step.CreatedDate ?? null
  }
  const createdAt = record.CreatedDate ?? ''
  const closedAt = status === 'open' ? null : (closing ?? startOfLocalDay(record.CloseDate ?? ''))
  const at = closedAt ?? company.asOf
  const owner = company.userAt(record.OwnerId ?? '', at)
  const survivor = company.survivor(record.AccountId ?? '')
  const account = company.accountAt(survivor, at)
  const territory = company.territories.get(account?.Territory__c || owner?.Territory__c || '')
  const amount = record.Amount ? micros(record.Amount) : null
  const firstAmount = steps.find((step) => step.Amount)?.Amount ?? record.Amount
  const currency = record.CurrencyIsoCode ?? ''
  const line = lines.reduce<TextRecord | undefined>((best, it) => {
    if (!best) return it
    const [a, b] = [micros(it.TotalPrice ?? '0'), micros(best.TotalPrice ?? '0')]
    return a > b || (a === b && order(it.Id, best.Id) < 0) ? it : best
  }, undefined)
  const stage = company.stages.get(record.StageName ?? '')
  return {
    id: record.Id ?? '',
    record,
    steps,
    account: survivor,
    pushes: steps.filter((step, i) => isPush(step, steps[i - 1], company)).length,
    reopened: steps.filter((step, i) => i > 0 && !isClosed(step, company) && isClosed(steps[i - 1], company))
      .length,
    probability: percent(record.Probability) ?? percent(stage?.DefaultProbability),
    grossMargin: percent(record.Gross_Margin__c),
    discount: percent(record.Discount__c),
    status,
    amount: amount === null ? null : converted(amount, company.rate(currency, 'spot', localDay(at))),
    createdAmount: firstAmount
      ? converted(micros(firstAmount), company.rate(currency, 'spot', localDay(createdAt)))
      : null,
    createdAt,
    closedAt,
    closedOn: closedAt && localDay(closedAt),
    cycleDays: closedAt ? dayNumber(localDay(closedAt)) - dayNumber(localDay(createdAt)) : null,
    toClose: closedAt ? activities.filter((it) => happenedAt(it) <= closedAt).length : 0,
    owner,
    visits: visitsOf(record.Id ?? '', steps, company),
    dims: {
      ...ownerDims(owner, company),
      territory_name: territory?.territory_name ?? 'Unknown',
      region_name: territory?.region ?? null,
      channel_name: record.Sales_Method__c || 'Unknown',
      account_segment: account?.Segment__c || null,
      account_industry: account?.Industry || null,
      account_name: company.accounts.get(survivor)?.Name ?? 'Unknown',
      product_name: line ? (company.products.get(line.Product2Id ?? '')?.Name ?? null) : null,
      deal_type:
        { 'New Business': 'new', Expansion: 'expansion', Renewal: 'renewal' }[record.Type ?? ''] ?? null,
      lead_source: record.LeadSource || null,
      status,
      loss_reason: record.Loss_Reason__c || null,
      competitor: record.Competitor__c || null,
      currency,
      stage_name: record.StageName ?? null,
    },
  }
}

export function ownerDims(owner: TextRecord | undefined, company: SampleCompany): Dims {
  return {
    rep_id: owner?.Id ?? 'unknown',
    rep_name: owner?.Name ?? 'Unknown',
    rep_team: owner?.Team__c || null,
    manager_name: company.users.get(owner?.ManagerId ?? '')?.Name ?? null,
  }
}

function visitsOf(deal: string, steps: readonly TextRecord[], company: SampleCompany): Visit[] {
  const entries = steps.filter((step, i) => step.StageName !== steps[i - 1]?.StageName)
  return entries.map((step, i) => ({
    deal,
    stage: step.StageName ?? '',
    closed: isClosed(step, company),
    enteredAt: step.CreatedDate ?? '',
    exitedAt: entries[i + 1]?.CreatedDate ?? null,
  }))
}

function activityOf(record: TextRecord, deals: ReadonlyMap<string, Deal>, company: SampleCompany): Activity {
  const at = happenedAt(record)
  const owner = company.userAt(record.OwnerId ?? '', at)
  const deal = deals.get(record.WhatId ?? '')
  const territory = company.territories.get(owner?.Territory__c ?? '')
  return {
    record,
    at,
    deal,
    owner,
    dims: {
      ...ownerDims(owner, company),
      territory_name: deal?.dims.territory_name ?? territory?.territory_name ?? 'Unknown',
      region_name: deal ? (deal.dims.region_name ?? null) : (territory?.region ?? null),
      channel_name: deal?.dims.channel_name ?? 'Unknown',
    },
  }
}

function happenedAt(record: TextRecord): string {
  if (record.StartDateTime) return record.StartDateTime
  if (record.CompletedDateTime) return record.CompletedDateTime
  return record.ActivityDate ? startOfLocalDay(record.ActivityDate) : (record.CreatedDate ?? '')
}

/** Whether a step of an open deal moved its close date to a later calendar month. */
function isPush(step: TextRecord, before: TextRecord | undefined, company: SampleCompany): boolean {
  if (!step.CloseDate || !before?.CloseDate || isClosed(step, company)) return false
  return monthOf(step.CloseDate) > monthOf(before.CloseDate)
}

function percent(text: string | undefined): number | null {
  return text ? Number(text) / 100 : null
}

function isClosed(step: TextRecord | undefined, company: SampleCompany): boolean {
  return company.stages.get(step?.StageName ?? '')?.IsClosed === 'true'
}

export function grouped(records: readonly TextRecord[], key: string): Map<string, TextRecord[]> {
  const groups = new Map<string, TextRecord[]>()
  for (const record of records) {
    const group = groups.get(record[key] ?? '')
    if (group) group.push(record)
    else groups.set(record[key] ?? '', [record])
  }
  return groups
}

export function order(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
