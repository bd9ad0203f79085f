import { fieldHistory } from '../contract/field-history.ts'
import { currentVersions } from './current.ts'

export const stgFieldHistory = currentVersions('stg_field_history', fieldHistory)
