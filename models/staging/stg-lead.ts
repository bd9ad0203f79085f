import { lead } from '../contract/lead.ts'
import { currentVersions } from './current.ts'

export const stgLead = currentVersions('stg_lead', lead)
