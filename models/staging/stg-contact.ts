import { contact } from '../contract/contact.ts'
import { currentVersions } from './current.ts'

export const stgContact = currentVersions('stg_contact', contact, 'kept')
