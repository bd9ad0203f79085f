import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of an opportunity. */
export const opportunity = entity({
  name: 'opportunity',
  grain: 'one version of an opportunity',
  key: ['opportunity_id'],
  columns: {
    opportunity_id: required('text', 'Id of the opportunity in the CRM'),
    name: optional('text', 'Name'),
    account_id: optional('text', 'Account: its id, or its name where the file has no id'),
    account_name: optional('text', 'Name of the account, where the file gives it'),
    owner_id: optional('text', 'Owner: the user id, or the name where the file has no id'),
    owner_name: optional('text', 'Name of the owner, where the file gives it'),
    owner_email: optional('text', 'E-mail address of the owner, where the file gives it'),
    record_type: optional('text', 'Record type: its id, or its name where the file has no id'),
    campaign_id: optional('text', 'Campaign it is credited to'),
    territory_id: optional('text', 'Territory, where the opportunity itself carries one'),
    pipeline: optional('text', 'Pipeline; empty where there is one only'),
    stage_name: required('text', 'Stage'),
    amount: optional('amount', "Amount in the deal's currency"),
    currency: optional('text', "ISO code of the deal's currency; the company's where empty"),
    close_date: optional('date', 'Close date: planned while open, actual once closed'),
    is_closed: optional('boolean', 'True once won or lost'),
    is_won: optional('boolean', 'True once won'),
    probability: optional('double', 'Probability given by the CRM, 0 to 1'),
    forecast_category: optional(
      'text',
      "pipeline, best_case, most_likely, commit, omitted or closed; the CRM's word where it has others",
    ),
    deal_type: optional('text', 'new, expansion or renewal'),
    lead_source: optional('text', 'Where the opportunity came from'),
    channel: optional('text', 'Selling method'),
    product_name: optional('text', 'Main product, where there are no lines'),
    loss_reason: optional('text', 'Why it was lost'),
    competitor: optional('text', 'Competitor named'),
    next_step: optional('text', 'Next step noted'),
    gross_margin: optional('double', 'Gross margin, 0 to 1'),
    discount: optional('double', 'Discount given, 0 to 1'),
    merged_ids: optional('text', 'Ids of opportunities merged into this one, joined by ;'),
    ...recordTimes,
  },
})
