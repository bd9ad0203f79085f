import { association } from '../contract/association.ts'
import { currentVersions } from './current.ts'

export const stgAssociation = currentVersions('stg_association', association)
