import { isEverything } from './filters.ts'
import type { Period } from './period.ts'
import { type Scope, seesPart } from './scope.ts'
import type { Title } from './tile.ts'

/** For whom a tile's numbers are. */
export function scopeWords(scope: Scope): string {
  const { one, seenBy, everyone } = scope.words.title
  const whole = seesPart(scope.role) ? seenBy[scope.role] : null
  if (isEverything(scope)) return whole ?? everyone
  return [whole, one(scope)].filter((part) => part !== null).join(', ')
}

/** The period's name, and up to which day where it still runs. */
export function periodWords({ period, calendar, words, format }: Scope): string {
  const name = period.name ?? words.title.months12
  return isRunning(period) ? words.title.toDate(name, format.day(calendar.today)) : name
}

export const isRunning = (period: Period): boolean => period.elapsed < 1

/** The title of what stands as of the build's day, whatever period the page is of. */
export const standingTitle = (measure: string, unit: string, scope: Scope): Title => ({
  measure,
  unit,
  scope: scopeWords(scope),
  period: scope.words.title.atDay(scope.format.day(scope.calendar.today)),
})
