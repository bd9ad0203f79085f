import { teamMember } from '../contract/team-member.ts'
import { currentVersions } from './current.ts'

export const stgTeamMember = currentVersions('stg_team_member', teamMember)
