import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One day that is not as its weekday says. */
export const calendarDay = entity({
  name: 'calendar_day',
  grain: 'one day that is not as its weekday says',
  key: ['calendar', 'day'],
  columns: {
    day: required('date', 'The day'),
    calendar: optional('text', 'Country or office that it holds for; the whole company where empty'),
    name: optional('text', 'Name of the holiday'),
    is_business_day: optional('boolean', 'True for a day worked; false, a holiday, where empty'),
  },
})
