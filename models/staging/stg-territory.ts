import { territory } from '../contract/territory.ts'
import { currentVersions } from './current.ts'

export const stgTerritory = currentVersions('stg_territory', territory, 'kept')
