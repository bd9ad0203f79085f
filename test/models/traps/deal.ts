import { LAST_DROP, type Records } from './trap.ts'

type Step = readonly [
  day: string,
  stage: string,
  more?: { readonly amount?: number; readonly close?: string },
]

export interface Deal {
  readonly id: string
  readonly owner: string
  /** Days on which it came into a stage, or was changed within it, at 17:00 UTC unless an instant is given. */
  readonly path: readonly Step[]
  readonly amount?: number
  readonly currency?: string
  readonly account?: string
  readonly territory?: string
  /** Close date as a rep typed it; the day of the last step of a closed deal unless given. */
  readonly close?: string
  readonly drop?: string
}

const instant = (day: string): string => (day.includes('T') ? day : `${day}T17:00:00Z`)

/** A day so many days after another. */
export function after(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Deals as Opportunity and OpportunityHistory hold them. */
export function deals(...all: readonly Deal[]): Records {
  const files: Record<string, Record<string, string | number | boolean>[]> = {}
  const put = (file: string, row: Record<string, string | number | boolean>) => {
    files[file] = [...(files[file] ?? []), row]
  }
  for (const deal of all) {
    const drop = deal.drop ?? LAST_DROP
    const states = statesOf(deal)
    const first = states[0]
    const last = states.at(-1)
    if (!first || !last) throw new Error(`${deal.id} has no step`)
    put(`${drop}/Opportunity.csv`, {
      Id: deal.id,
      Name: deal.id,
      AccountId: deal.account ?? '',
      OwnerId: deal.owner,
      StageName: last.stage,
      Amount: last.amount,
      CurrencyIsoCode: deal.currency ?? 'USD',
      CloseDate: last.close,
      IsClosed: isClosed(last.stage),
      IsWon: last.stage === 'Won',
      CreatedDate: first.at,
      SystemModstamp: last.at,
      Territory__c: deal.territory ?? '',
    })
    for (const [n, { stage, amount, close, at }] of states.entries())
      put(`${drop}/OpportunityHistory.csv`, {
        Id: `${deal.id}-${n}`,
        OpportunityId: deal.id,
        StageName: stage,
        Amount: amount,
        CloseDate: close,
        CreatedDate: at,
      })
  }
  return files
}

const isClosed = (stage: string): boolean => stage === 'Won' || stage === 'Lost'

function statesOf({ path, amount = 100, close }: Deal) {
  let [held, planned] = [amount, '2026-12-31']
  return path.map(([day, stage, more]) => {
    held = more?.amount ?? held
    planned = more?.close ?? planned
    return {
      stage,
      amount: held,
      close: isClosed(stage) ? (close ?? day.slice(0, 10)) : planned,
      at: instant(day),
    }
  })
}
