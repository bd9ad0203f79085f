import { opportunity } from '../contract/opportunity.ts'
import { currentVersions } from './current.ts'

export const stgOpportunity = currentVersions('stg_opportunity', opportunity)
