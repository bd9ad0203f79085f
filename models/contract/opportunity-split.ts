import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of the part of an opportunity that is credited to a person. */
export const opportunitySplit = entity({
  name: 'opportunity_split',
  grain: 'one version of the part of an opportunity that is credited to a person',
  key: ['split_id'],
  columns: {
    split_id: required('text', 'Id of the split; opportunity, person and kind where a sheet gives none'),
    opportunity_id: required('text', 'Opportunity'),
    user_id: required('text', 'User id of who is credited'),
    kind: optional(
      'text',
      'revenue (parts of the whole) or overlay (on top of it), or the id or name of a split type; revenue where empty',
    ),
    share: optional('double', 'Part of the amount, 1 for all of it'),
    amount: optional('amount', "Amount credited, in the deal's currency; counts where no share is given"),
    ...recordTimes,
  },
})
