import { recordType } from '../contract/record-type.ts'
import { currentVersions } from './current.ts'

export const stgRecordType = currentVersions('stg_record_type', recordType, 'kept')
