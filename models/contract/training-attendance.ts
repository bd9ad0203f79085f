import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One person at one training. */
export const trainingAttendance = entity({
  name: 'training_attendance',
  grain: 'one person at one training',
  key: ['user_id', 'user_email', 'course', 'held_on'],
  columns: {
    user_id: optional('text', 'User id of the person'),
    user_email: optional('text', 'E-mail address of the person, where there is no id'),
    course: required('text', 'Name of the course'),
    held_on: required('date', 'Day'),
    hours: optional('double', 'Hours'),
    is_completed: optional('boolean', 'True once completed'),
    score: optional('double', 'Result, 0 to 1'),
  },
})
