import { team } from '../contract/team.ts'
import { currentVersions } from './current.ts'

export const stgTeam = currentVersions('stg_team', team, 'kept')
