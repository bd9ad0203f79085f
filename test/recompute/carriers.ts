import { localDay, monthOf, type SampleCompany } from './company.ts'
import type { Book } from './deals.ts'
import { earlier, later, periodsBetween } from './periods.ts'
import { repMonths } from './quota.ts'

interface Carrier {
  readonly id: string
  readonly start: string
  readonly end: string
  /** Complete months in the seat, from the company's first win on. */
  readonly months: readonly string[]
}

/** Who carries quota, or did, without those who lead others and own no deal. */
export function readCarriers(exports: string, company: SampleCompany, book: Book): Carrier[] {
  const lastDay = localDay(new Date(Date.parse(company.asOf) - 86_400_000).toISOString())
  const quotas = repMonths(exports, company, book).filter(({ value }) => value.quota > 0n)
  const owners = new Set(book.deals.map(({ owner }) => owner?.Id))
  const leaders = new Set([...company.users.values()].map(({ ManagerId }) => ManagerId))
  const wins = book.deals.flatMap(({ status, closedOn }) => (status === 'won' && closedOn ? [closedOn] : []))
  const firstWin = wins.sort()[0] ?? lastDay
  return [...new Set(quotas.map(({ dims }) => dims.rep_id ?? ''))]
    .filter((id) => owners.has(id) || !leaders.has(id))
    .map((id) => {
      const user = company.users.get(id)
      const first =
        quotas
          .filter(({ dims }) => dims.rep_id === id)
          .map(({ at }) => at)
          .sort()[0] ?? ''
      const [start, end] = [user?.Quota_Start__c || first, user?.Quota_End__c || '9999-12-31']
      const until = earlier(end, lastDay)
      const months = periodsBetween(later(monthOf(start), monthOf(firstWin)), until, 'month')
      return { id, start, end, months: months.filter(([, last]) => last <= until).map(([from]) => from) }
    })
}
