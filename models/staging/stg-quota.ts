import { quota } from '../contract/quota.ts'
import { currentVersions } from './current.ts'

export const stgQuota = currentVersions('stg_quota', quota)
