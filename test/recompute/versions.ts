import { localDay, type SampleCompany } from './company.ts'
import { type Deal, type Dims, grouped, order, ownerDims } from './deals.ts'
import { readAll, type TextRecord } from './exports.ts'
import { converted, type Micros, micros } from './money.ts'
import { later } from './periods.ts'
import type { View } from './view.ts'

/** How a deal stood from an instant on. */
export interface Version {
  readonly deal: Deal
  readonly number: number
  readonly from: string
  /** Company day of `from`. */
  readonly day: string
  readonly status: Deal['status']
  readonly stage: string | null
  readonly currency: string
  /** In the deal's currency. */
  readonly amount: Micros | null
  readonly closeDate: string | null
  readonly owner: TextRecord | undefined
  /** The owner and their version: two persons, or one before and after a change of team, are different. */
  readonly ownerKey: string
  readonly dims: Dims
}

interface State {
  readonly from: string
  readonly stage: string | null
  readonly amount: string
  readonly closeDate: string
  readonly ownerId?: string
}

/** What each deal was and when, by its history, its record and the owners that successive exports name. */
export function readVersions(exports: string, company: SampleCompany, deals: readonly Deal[]): Version[][] {
  const records = grouped(readAll(exports, 'crm', 'Opportunity'), 'Id')
  return deals.map((deal) => {
    const seen = [...(records.get(deal.id) ?? [])].sort((a, b) => order(a.SystemModstamp, b.SystemModstamp))
    const states = owned(statesOf(deal, seen.at(-1)?.SystemModstamp ?? ''), seen)
    return states.map((state, i) => versionOf(deal, state, i, states.length, company))
  })
}

function statesOf(deal: Deal, modifiedAt: string): State[] {
  const { steps, record } = deal
  const told = { amount: steps.some((it) => it.Amount), closeDate: steps.some((it) => it.CloseDate) }
  const states = steps.map(
    (it): State => ({
      from: it.CreatedDate ?? '',
      stage: it.StageName ?? '',
      amount: (told.amount ? it.Amount : record.Amount) ?? '',
      closeDate: (told.closeDate ? it.CloseDate : record.CloseDate) ?? '',
    }),
  )
  const now = {
    stage: record.StageName ?? '',
    amount: record.Amount ?? '',
    closeDate: record.CloseDate ?? '',
  }
  const last = states.at(-1)
  if (!last) {
    const created = { ...now, stage: null, from: deal.createdAt }
    const closedAt = deal.closedAt ?? deal.createdAt
    return [...(deal.createdAt < closedAt ? [created] : []), { ...now, from: closedAt }]
  }
  const isSame =
    last.stage === now.stage && money(last.amount) === money(now.amount) && last.closeDate === now.closeDate
  if (isSame) return states
  // A close that the history does not tell happened when the record says, any other change when it was noted.
  const noted = deal.closedAt && last.stage !== now.stage ? deal.closedAt : modifiedAt
  return [...states, { ...now, from: later(noted, last.from) }]
}

/** The states with their owners: one who takes over begins a new state, unless one begins at that instant. */
function owned(states: readonly State[], seen: readonly TextRecord[]): State[] {
  const turns = seen.filter((it, i) => it.OwnerId !== seen[i - 1]?.OwnerId)
  const ownerAt = (at: string) =>
    (turns.findLast((it) => (it.SystemModstamp ?? '') <= at) ?? turns[0])?.OwnerId ?? ''
  const taken = turns.slice(1).flatMap(({ SystemModstamp: from = '' }): State[] => {
    const state = states.findLast((it) => it.from < from)
    return state && states.every((it) => it.from !== from) ? [{ ...state, from }] : []
  })
  const all = [...states, ...taken].sort((a, b) => order(a.from, b.from))
  return all.map((state) => ({ ...state, ownerId: ownerAt(state.from) }))
}

function versionOf(deal: Deal, state: State, i: number, count: number, company: SampleCompany): Version {
  const { from } = state
  const stage = company.stages.get(state.stage ?? '')
  const then = stage?.IsWon === 'true' ? 'won' : stage?.IsClosed === 'true' ? 'lost' : 'open'
  const owner = company.userAt(state.ownerId ?? '', from)
  const account = company.accountAt(deal.account, from)
  const territory = company.territories.get(account?.Territory__c || owner?.Territory__c || '')
  const status = i === count - 1 ? deal.status : then
  return {
    deal,
    number: i + 1,
    from,
    day: localDay(from),
    status,
    stage: state.stage,
    currency: deal.dims.currency ?? '',
    amount: money(state.amount),
    closeDate: state.closeDate || null,
    owner,
    ownerKey: TRACKED.map((column) => owner?.[column] ?? '').join('|'),
    dims: {
      ...deal.dims,
      ...ownerDims(owner, company),
      territory_name: territory?.territory_name ?? 'Unknown',
      region_name: territory?.region ?? null,
      stage_name: state.stage,
      version_status: status,
    },
  }
}

const TRACKED = [
  'Id',
  'Name',
  'Title',
  'Team__c',
  'ManagerId',
  'Territory__c',
  'IsActive',
  'Quota_Start__c',
  'Quota_End__c',
]

const money = (text: string): Micros | null => (text ? micros(text) : null)

/** In the company's currency at the spot rate of a day; nothing where no amount is known. */
export function valued(amount: Micros | null, currency: string, day: string, company: SampleCompany): Micros {
  return amount === null ? 0n : converted(amount, company.rate(currency, 'spot', day))
}

/** Whose a version was, and where. */
export function whose({ dims }: Version): Dims {
  const names = ['rep_id', 'rep_name', 'rep_team', 'manager_name', 'territory_name', 'region_name']
  return Object.fromEntries(names.map((name) => [name, dims[name] ?? null]))
}

/** Versions by when they came to be so. */
export function history(versions: readonly Version[]): View<Version> {
  return {
    name: 'history',
    time: 'valid_from',
    dimensions: [
      'rep_name',
      'rep_team',
      'manager_name',
      'territory_name',
      'region_name',
      'stage_name',
      'version_status',
      'status',
      'deal_type',
      'product_name',
    ],
    items: versions.map((value) => ({ at: value.from, dims: value.dims, value })),
    measures: {
      count: (all) => all.length,
      opportunities_changed: (all) => new Set(all.map(({ deal }) => deal.id)).size,
    },
  }
}
