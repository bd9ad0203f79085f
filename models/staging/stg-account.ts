import { account } from '../contract/account.ts'
import { currentVersions } from './current.ts'

export const stgAccount = currentVersions('stg_account', account, 'kept')
