import { localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import { type Book, ownerDims } from './deals.ts'
import type { Micros } from './money.ts'
import { type PeriodKind, periodOf } from './periods.ts'
import { REPS, repMonths } from './quota.ts'
import { type Item, ratio, sum, type View } from './view.ts'

interface RepPeriod {
  readonly quota: Micros
  readonly credited: Micros
}

const KINDS: Readonly<Record<string, PeriodKind>> = {
  month: 'month',
  quarter: 'fiscal_quarter',
  year: 'fiscal_year',
}

/** Whether each rep came up to the quota of each period that has begun, whatever teams they were in. */
export function attainment(exports: string, company: SampleCompany, book: Book): View<RepPeriod> {
  const today = localDay(company.asOf)
  const months = repMonths(exports, company, book).filter(({ value }) => value.quota !== 0n || value.isWin)
  const items = Object.entries(KINDS).flatMap(([kind, unit]) => {
    const totals = new Map<string, { rep: string; from: string; quota: Micros; credited: Micros }>()
    for (const { at, dims, value } of months) {
      const [[from], rep] = [periodOf(at, unit), dims.rep_id ?? 'unknown']
      const { quota, credited } = totals.get(`${rep}/${from}`) ?? { quota: 0n, credited: 0n }
      const period = { rep, from, quota: quota + value.quota, credited: credited + value.booked }
      totals.set(`${rep}/${from}`, period)
    }
    return [...totals.values()]
      .filter(({ from }) => from <= today)
      .map(({ rep, from, ...value }): Item<RepPeriod> => {
        const user = company.userAt(rep, startOfLocalDay(from))
        const territory = company.territories.get(user?.Territory__c ?? '')
        return {
          at: from,
          dims: {
            ...ownerDims(user, company),
            territory_name: territory?.territory_name ?? 'Unknown',
            region_name: territory?.region ?? null,
            period_kind: kind,
            is_attained: String(isAttained(value)),
            is_complete: String(periodOf(from, unit)[1] < today),
          },
          value,
        }
      })
  })
  const withQuota = (all: readonly RepPeriod[]) => all.filter(({ quota }) => quota > 0n).length
  const atQuota = (all: readonly RepPeriod[]) => all.filter(isAttained).length
  const total = (of: keyof RepPeriod) => (all: readonly RepPeriod[]) => sum(all.map((it) => it[of]))
  return {
    name: 'attainment',
    time: 'period_start',
    dimensions: ['period_kind', 'is_attained', 'is_complete', ...REPS],
    pins: [['period_kind']],
    items,
    measures: {
      reps_with_quota: withQuota,
      reps_at_quota: atQuota,
      share_at_quota: (all) => ratio(atQuota(all), withQuota(all)),
      quota_amount: total('quota'),
      // The sample company splits no deal: its owner has all the credit.
      credited: total('credited'),
      attainment: (all) => ratio(Number(total('credited')(all) ?? 0n), Number(total('quota')(all) ?? 0n)),
    },
  }
}

const isAttained = ({ quota, credited }: RepPeriod): boolean => quota > 0n && credited >= quota
