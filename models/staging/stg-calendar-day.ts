import { calendarDay } from '../contract/calendar-day.ts'
import { currentVersions } from './current.ts'

export const stgCalendarDay = currentVersions('stg_calendar_day', calendarDay)
