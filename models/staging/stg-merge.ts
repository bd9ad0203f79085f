import { merge } from '../contract/merge.ts'
import { currentVersions } from './current.ts'

export const stgMerge = currentVersions('stg_merge', merge)
