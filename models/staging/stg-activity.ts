import { activity } from '../contract/activity.ts'
import { currentVersions } from './current.ts'

export const stgActivity = currentVersions('stg_activity', activity)
