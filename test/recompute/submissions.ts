import { localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import { readAll, type TextRecord } from './exports.ts'
import type { GivenForecast } from './given-forecasts.ts'
import { type Micros, micros } from './money.ts'
import { dayAfter, periodOf } from './periods.ts'
import { valued } from './versions.ts'

/** A forecast of people, as it stood on a day. */
export interface Submitted
  extends Pick<
    GivenForecast,
    'origin' | 'periodStart' | 'periodEnd' | 'level' | 'unit' | 'method' | 'point' | 'made'
  > {
  /** The category without those before it. */
  readonly single: Micros
}

const CATEGORIES = ['commit', 'best_case', 'pipeline']

/** What reps had submitted at the end of each day of which forecasts are kept: their own, and added up. */
export function submissionsOf(
  exports: string,
  company: SampleCompany,
  forecasts: readonly GivenForecast[],
): Submitted[] {
  const byQuarter = new Map<string, TextRecord[]>()
  for (const row of readAll(exports, 'sheets', 'forecast_submission')) {
    const [start] = periodOf(row.period_start ?? '', 'fiscal_quarter')
    byQuarter.set(start, [...(byQuarter.get(start) ?? []), row])
  }
  const days = new Map(forecasts.map((it) => [`${it.origin} ${it.periodStart}`, it]))
  return [...days.values()].flatMap((day) => standing(byQuarter.get(day.periodStart) ?? [], day, company))
}

/** The last submission of each rep and category up to the end of a day, and their sums. */
function standing(rows: readonly TextRecord[], day: GivenForecast, company: SampleCompany): Submitted[] {
  const end = startOfLocalDay(dayAfter(day.origin))
  const last = new Map<string, TextRecord>()
  for (const row of rows) {
    if ((row.submitted_at ?? '') >= end) continue
    const key = `${row.rep_id} ${row.category}`
    if ((row.submitted_at ?? '') >= (last.get(key)?.submitted_at ?? '')) last.set(key, row)
  }
  const sums = new Map<string, Submitted>()
  for (const row of last.values()) {
    const { rep_id: rep = '', category = '', submitted_at: at = '' } = row
    const user = company.userAt(rep, at)
    const point = amountOf(row, company)
    const before = last.get(`${rep} ${CATEGORIES[CATEGORIES.indexOf(category) - 1]}`)
    const single = point - (before ? amountOf(before, company) : 0n)
    const units = [
      ['rep', rep],
      ['team', user?.Team__c || 'unknown'],
      ['territory', user?.Territory__c || 'unknown'],
      ['company', 'company'],
    ] as const
    for (const [level, unit] of units) {
      const key = `${level}/${unit}/${category}`
      const sum = sums.get(key)
      sums.set(key, {
        origin: day.origin,
        periodStart: day.periodStart,
        periodEnd: day.periodEnd,
        made: day.made,
        level,
        unit,
        method: category,
        point: (sum?.point ?? 0n) + point,
        single: (sum?.single ?? 0n) + single,
      })
    }
  }
  return [...sums.values()]
}

function amountOf(row: TextRecord, company: SampleCompany): Micros {
  return valued(micros(row.amount ?? '0'), row.currency ?? '', localDay(row.submitted_at ?? ''), company)
}
