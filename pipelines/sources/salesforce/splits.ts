import type { Reading } from '../source.ts'
import { firstFilled, id, isDeleted, modifiedAt, number, percent, recordTimes, text } from './rules.ts'

export const opportunitySplit: Reading = {
  entity: 'opportunity_split',
  fields: {
    split_id: id('Id'),
    opportunity_id: id('OpportunityId'),
    user_id: id('SplitOwnerId'),
    kind: firstFilled('SplitTypeId', 'SplitType.MasterLabel', 'SplitType.DeveloperName'),
    share: percent('SplitPercentage'),
    amount: number('SplitAmount'),
    ...recordTimes,
  },
}

export const opportunitySplitType: Reading = {
  entity: 'split_type',
  fields: {
    split_type_id: id('Id'),
    name: text('MasterLabel', 'DeveloperName'),
    is_total_validated: text('IsTotalValidated'),
    modified_at: modifiedAt,
    is_deleted: isDeleted,
  },
}
