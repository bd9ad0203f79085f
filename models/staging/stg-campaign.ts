import { campaign } from '../contract/campaign.ts'
import { currentVersions } from './current.ts'

export const stgCampaign = currentVersions('stg_campaign', campaign, 'kept')
