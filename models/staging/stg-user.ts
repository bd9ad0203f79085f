import { user } from '../contract/user.ts'
import { currentVersions } from './current.ts'

export const stgUser = currentVersions('stg_user', user, 'kept')
