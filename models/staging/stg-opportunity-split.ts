import { opportunitySplit } from '../contract/opportunity-split.ts'
import { currentVersions } from './current.ts'

export const stgOpportunitySplit = currentVersions('stg_opportunity_split', opportunitySplit)
