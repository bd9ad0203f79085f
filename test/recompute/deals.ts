import { dayNumber, localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import { newest, readAll, type TextRecord } from './exports.ts'
import { converted, type Micros, micros } from './money.ts'

export type Dims = Readonly<Record<string, string | null>>

export interface Deal {
  readonly id: string
  readonly status: 'open' | 'won' | 'lost'
  readonly amount: Micros | null
  readonly createdAmount: Micros | null
  readonly createdAt: string
  readonly closedAt: string | null
  readonly cycleDays: number | null
  readonly toClose: number
  readonly dims: Dims
  readonly owner: TextRecord | undefined
  readonly visits: readonly Visit[]
}

interface Visit {
  readonly stage: string
  readonly closed: boolean
  readonly enteredAt: string
  readonly exitedAt: string | null
}

export interface Activity {
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
  const live = [...newest(readAll(exports, 'crm', 'Opportunity')).values()].filter(
    (it) => it.IsDeleted !== 'true',
  )
  const history = grouped(
    [...newest(readAll(exports, 'crm', 'OpportunityHistory')).values()].filter(
      (it) => it.IsDeleted !== 'true',
    ),
    'OpportunityId',
  )
  const lines = grouped(
    [...newest(readAll(exports, 'crm', 'OpportunityLineItem')).values()].filter(
      (it) => it.IsDeleted !== 'true',
    ),
    'OpportunityId',
  )
  const done = [
    ...[...newest(readAll(exports, 'crm', 'Task')).values()].filter(
      (it) => it.IsDeleted !== 'true' && it.IsClosed === 'true',
    ),
    ...[...newest(readAll(exports, 'crm', 'Event')).values()].filter(
      (it) => it.IsDeleted !== 'true' && (it.EndDateTime ?? '') <= company.asOf,
    ),
  ]
  const onDeal = grouped(done, 'WhatId')
  const deals = live.map((record) => {
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
  return {
    id: record.Id ?? '',
    status,
    amount: amount === null ? null : converted(amount, company.rate(currency, 'spot', localDay(at))),
    createdAmount: firstAmount
      ? converted(micros(firstAmount), company.rate(currency, 'spot', localDay(createdAt)))
      : null,
    createdAt,
    closedAt,
    cycleDays: closedAt ? dayNumber(localDay(closedAt)) - dayNumber(localDay(createdAt)) : null,
    toClose: closedAt ? activities.filter((it) => happenedAt(it) <= closedAt).length : 0,
    owner,
    visits: visitsOf(steps, company),
    dims: {
      ...ownerDims(owner, company),
      territory_name: territory?.territory_name ?? 'Unknown',
      region_name: territory?.region ?? null,
      channel_name: record.Sales_Method__c || 'Unknown',
      account_segment: account?.Segment__c || null,
      account_name: company.accounts.get(survivor)?.Name ?? 'Unknown',
      product_name: line ? (company.products.get(line.Product2Id ?? '')?.Name ?? null) : null,
      deal_type:
        { 'New Business': 'new', Expansion: 'expansion', Renewal: 'renewal' }[record.Type ?? ''] ?? null,
      lead_source: record.LeadSource || null,
      currency,
      stage_name: record.StageName ?? null,
    },
  }
}

function ownerDims(owner: TextRecord | undefined, company: SampleCompany): Dims {
  return {
    rep_name: owner?.Name ?? 'Unknown',
    rep_team: owner?.Team__c || null,
    manager_name: company.users.get(owner?.ManagerId ?? '')?.Name ?? null,
  }
}

function visitsOf(steps: readonly TextRecord[], company: SampleCompany): Visit[] {
  const entries = steps.filter((step, i) => step.StageName !== steps[i - 1]?.StageName)
  return entries.map((step, i) => ({
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

function isClosed(step: TextRecord, company: SampleCompany): boolean {
  return company.stages.get(step.StageName ?? '')?.IsClosed === 'true'
}

function grouped(records: readonly TextRecord[], key: string): Map<string, TextRecord[]> {
  const groups = new Map<string, TextRecord[]>()
  for (const record of records) {
    const group = groups.get(record[key] ?? '')
    if (group) group.push(record)
    else groups.set(record[key] ?? '', [record])
  }
  return groups
}

function order(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
