import { opportunityHistory } from '../contract/opportunity-history.ts'
import { currentVersions } from './current.ts'

export const stgOpportunityHistory = currentVersions('stg_opportunity_history', opportunityHistory)
