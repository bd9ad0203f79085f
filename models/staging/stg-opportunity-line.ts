import { opportunityLine } from '../contract/opportunity-line.ts'
import { currentVersions } from './current.ts'

export const stgOpportunityLine = currentVersions('stg_opportunity_line', opportunityLine)
