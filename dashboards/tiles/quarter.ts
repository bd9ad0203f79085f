import type { FiscalQuarter } from './calendar.ts'
import type { Scope } from './scope.ts'

/** The last fiscal quarter of the scope's period: what is told by quarter is told of this one. */
export function lastQuarter({ period, calendar }: Scope): FiscalQuarter {
  const { to } = period.range
  const quarter = calendar.quarters.find((one) => one.from <= to && to <= one.to)
  return quarter ?? { name: period.name ?? '', year: '', ...period.whole }
}
