import type { Cube, CubeUser } from '../../../cube/server.ts'
import type { Times } from '../deliver/due-work.ts'
import { type CalendarDay, loadBusinessCalendar } from './business-calendar.ts'

/** Whose rights calendars are read with: they are the same for all. */
const keeper: CubeUser = { name: 'schedule', role: 'admin' }

/** Reads each calendar of a build once a day. */
export function calendarsOf(cube: Pick<Cube, 'load'>, build: () => string | null): Times['calendarOf'] {
  const known = new Map<string, Promise<readonly CalendarDay[]>>()
  return (calendar) => {
    const today = new Date().toISOString().slice(0, 10)
    const key = `${build()} ${today} ${calendar}`
    const days = known.get(key) ?? loadBusinessCalendar(cube, keeper, { calendar, today })
    if (!known.has(key)) {
      known.clear()
      days.catch(() => known.delete(key))
    }
    known.set(key, days)
    return days
  }
}
