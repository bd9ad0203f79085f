import { splitType } from '../contract/split-type.ts'
import { currentVersions } from './current.ts'

export const stgSplitType = currentVersions('stg_split_type', splitType)
