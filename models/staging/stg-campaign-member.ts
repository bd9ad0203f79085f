import { campaignMember } from '../contract/campaign-member.ts'
import { currentVersions } from './current.ts'

export const stgCampaignMember = currentVersions('stg_campaign_member', campaignMember)
