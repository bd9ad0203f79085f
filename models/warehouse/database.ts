import type { RowOf } from '../column.ts'
import type { account } from '../contract/account.ts'
import type { activity } from '../contract/activity.ts'
import type { association } from '../contract/association.ts'
import type { companyColumns } from '../contract/build-company.ts'
import type { calendarDay } from '../contract/calendar-day.ts'
import type { campaign } from '../contract/campaign.ts'
import type { campaignMember } from '../contract/campaign-member.ts'
import type { contact } from '../contract/contact.ts'
import type { Landed } from '../contract/entity.ts'
import type { exchangeRate } from '../contract/exchange-rate.ts'
import type { fieldHistory } from '../contract/field-history.ts'
import type { fiscalCalendarColumns } from '../contract/fiscal-calendar.ts'
import type { forecastSubmission } from '../contract/forecast-submission.ts'
import type { contract } from '../contract/index.ts'
import type { lead } from '../contract/lead.ts'
import type { merge } from '../contract/merge.ts'
import type { opportunity } from '../contract/opportunity.ts'
import type { opportunityHistory } from '../contract/opportunity-history.ts'
import type { opportunityLine } from '../contract/opportunity-line.ts'
import type { opportunitySplit } from '../contract/opportunity-split.ts'
import type { opsTables } from '../contract/ops/index.ts'
import type { pipeline } from '../contract/pipeline.ts'
import type { product } from '../contract/product.ts'
import type { quota } from '../contract/quota.ts'
import type { recordType } from '../contract/record-type.ts'
import type { splitType } from '../contract/split-type.ts'
import type { stage } from '../contract/stage.ts'
import type { team } from '../contract/team.ts'
import type { teamMember } from '../contract/team-member.ts'
import type { territory } from '../contract/territory.ts'
import type { user } from '../contract/user.ts'
import type { dimAccountColumns } from '../dimensions/dim-account.ts'
import type { dimCampaignColumns } from '../dimensions/dim-campaign.ts'
import type { dimChannelColumns } from '../dimensions/dim-channel.ts'
import type { dimDateColumns } from '../dimensions/dim-date.ts'
import type { dimFiscalDateColumns } from '../dimensions/dim-fiscal-date.ts'
import type { dimFxRateColumns } from '../dimensions/dim-fx-rate.ts'
import type { dimProductColumns } from '../dimensions/dim-product.ts'
import type { dimRepColumns } from '../dimensions/dim-rep.ts'
import type { dimRepHierarchyColumns } from '../dimensions/dim-rep-hierarchy.ts'
import type { dimStageColumns } from '../dimensions/dim-stage.ts'
import type { dimTerritoryColumns } from '../dimensions/dim-territory.ts'
import type { fctActivityColumns } from '../facts/fct-activity.ts'
import type { fctBookingColumns } from '../facts/fct-booking.ts'
import type { fctBookingCreditColumns } from '../facts/fct-booking-credit.ts'
import type { fctCommissionColumns } from '../facts/fct-commission.ts'
import type { fctDealForecastColumns } from '../facts/fct-deal-forecast.ts'
import type { fctDealScoreColumns } from '../facts/fct-deal-score.ts'
import type { fctForecastColumns } from '../facts/fct-forecast.ts'
import type { fctHygieneColumns } from '../facts/fct-hygiene.ts'
import type { fctLeadColumns } from '../facts/fct-lead.ts'
import type { fctOpportunityColumns } from '../facts/fct-opportunity.ts'
import type { fctOpportunityVersionColumns } from '../facts/fct-opportunity-version.ts'
import type { fctPipelineMovementColumns } from '../facts/fct-pipeline-movement.ts'
import type { fctPipelineWeekColumns } from '../facts/fct-pipeline-week.ts'
import type { fctQuotaColumns } from '../facts/fct-quota.ts'
import type { fctStageVisitColumns } from '../facts/fct-stage-visit.ts'
import type {
  dealForecastMadeColumns,
  dealForecastRecord,
  forecastMadeColumns,
  forecastPathColumns,
  forecastRecord,
} from '../forecast/forecast-made.ts'
import type { accountLikenessColumns } from '../intermediate/int-account-likeness.ts'
import type { accountNameColumns } from '../intermediate/int-account-name.ts'
import type { accountReferenceColumns } from '../intermediate/int-account-reference.ts'
import type { activityColumns } from '../intermediate/int-activity.ts'
import type { activityContactColumns } from '../intermediate/int-activity-contact.ts'
import type { activityKnownColumns } from '../intermediate/int-activity-known.ts'
import type { activityOpportunityColumns } from '../intermediate/int-activity-opportunity.ts'
import type { bookingCreditColumns } from '../intermediate/int-booking-credit.ts'
import type { intCalibrationLineColumns } from '../intermediate/int-calibration-line.ts'
import type { campaignReferenceColumns } from '../intermediate/int-campaign-reference.ts'
import type { contactAddressColumns } from '../intermediate/int-contact-address.ts'
import type { cycleLifeColumns } from '../intermediate/int-cycle-life.ts'
import type { fieldChangeColumns } from '../intermediate/int-field-change.ts'
import type { firstLoadColumns } from '../intermediate/int-first-load.ts'
import type { fiscalPeriodColumns } from '../intermediate/int-fiscal-period.ts'
import type { intForecastCategoryColumns } from '../intermediate/int-forecast-category.ts'
import type { intForecastSubmissionColumns } from '../intermediate/int-forecast-submission.ts'
import type { forecastUnitColumns } from '../intermediate/int-forecast-unit.ts'
import type { funnelProgressColumns } from '../intermediate/int-funnel-progress.ts'
import type { funnelStepColumns } from '../intermediate/int-funnel-step.ts'
import type { historyKnownColumns } from '../intermediate/int-history-known.ts'
import type { leadColumns } from '../intermediate/int-lead.ts'
import type { leadLifeColumns } from '../intermediate/int-lead-life.ts'
import type { leadResponseColumns } from '../intermediate/int-lead-response.ts'
import type { mainProductColumns } from '../intermediate/int-main-product.ts'
import type { mergeColumns } from '../intermediate/int-merge.ts'
import type { intOpportunityColumns } from '../intermediate/int-opportunity.ts'
import type { opportunityChangeColumns } from '../intermediate/int-opportunity-change.ts'
import type { opportunityChannelColumns } from '../intermediate/int-opportunity-channel.ts'
import type { opportunityCloseColumns } from '../intermediate/int-opportunity-close.ts'
import type { opportunityEffortColumns } from '../intermediate/int-opportunity-effort.ts'
import type { opportunityLinkColumns } from '../intermediate/int-opportunity-link.ts'
import type { opportunityNewestColumns } from '../intermediate/int-opportunity-newest.ts'
import type { opportunityOwnerColumns } from '../intermediate/int-opportunity-owner.ts'
import type { opportunitySeenColumns } from '../intermediate/int-opportunity-seen.ts'
import type { opportunityStateColumns } from '../intermediate/int-opportunity-state.ts'
import type { periodColumns } from '../intermediate/int-period.ts'
import type { personReferenceColumns } from '../intermediate/int-person-reference.ts'
import type { personTeamColumns } from '../intermediate/int-person-team.ts'
import type { pipelineChangeColumns } from '../intermediate/int-pipeline-change.ts'
import type { productReferenceColumns } from '../intermediate/int-product-reference.ts'
import type { ratePeriodColumns } from '../intermediate/int-rate-period.ts'
import type { repPaceColumns } from '../intermediate/int-rep-pace.ts'
import type { repPathColumns } from '../intermediate/int-rep-path.ts'
import type { seatColumns } from '../intermediate/int-seat.ts'
import type { stageReferenceColumns } from '../intermediate/int-stage-reference.ts'
import type { survivorColumns } from '../intermediate/int-survivor.ts'
import type { yieldCellColumns } from '../intermediate/int-yield-cell.ts'
import type { yieldRateColumns } from '../intermediate/int-yield-rate.ts'
import type { martChannelYieldColumns } from '../marts/mart-channel-yield.ts'
import type { martCommitColumns } from '../marts/mart-commit.ts'
import type { martConsistencyColumns } from '../marts/mart-consistency.ts'
import type { martCycleMedianColumns } from '../marts/mart-cycle-median.ts'
import type { martCycleSurvivalColumns } from '../marts/mart-cycle-survival.ts'
import type { martDuplicateAccountColumns } from '../marts/mart-duplicate-account.ts'
import type { martForecastAccuracyColumns } from '../marts/mart-forecast-accuracy.ts'
import type { martForecastCalibrationColumns } from '../marts/mart-forecast-calibration.ts'
import type { martForecastChangeColumns } from '../marts/mart-forecast-change.ts'
import type { martForecastHabitColumns } from '../marts/mart-forecast-habit.ts'
import type { martForecastNeedColumns } from '../marts/mart-forecast-need.ts'
import type { martForecastPaceColumns } from '../marts/mart-forecast-pace.ts'
import type { martForecastQualityColumns } from '../marts/mart-forecast-quality.ts'
import type { martFunnelColumns } from '../marts/mart-funnel.ts'
import type { martHygieneScoreColumns } from '../marts/mart-hygiene-score.ts'
import type { martKnownChangeColumns } from '../marts/mart-known-change.ts'
import type { martLeadResponseColumns } from '../marts/mart-lead-response.ts'
import type { martLeadSourceColumns } from '../marts/mart-lead-source.ts'
import type { martMemberConsistencyColumns } from '../marts/mart-member-consistency.ts'
import type { martPipelineConversionColumns } from '../marts/mart-pipeline-conversion.ts'
import type { martPipelinePeriodColumns } from '../marts/mart-pipeline-period.ts'
import type { martRampMedianColumns } from '../marts/mart-ramp-median.ts'
import type { martRepMonthColumns } from '../marts/mart-rep-month.ts'
import type { martRepPeriodColumns } from '../marts/mart-rep-period.ts'
import type { martRepRampColumns } from '../marts/mart-rep-ramp.ts'
import type { martSellingEffortColumns } from '../marts/mart-selling-effort.ts'
import type { martSourceBridgeColumns } from '../marts/mart-source-bridge.ts'
import type { martSuccessRateColumns } from '../marts/mart-success-rate.ts'
import type { martTerritoryBalanceColumns } from '../marts/mart-territory-balance.ts'

type LandedTables = { [N in keyof typeof contract as `landed_${N}`]: Landed<(typeof contract)[N]> }

type OpsTables = { [N in keyof typeof opsTables]: RowOf<(typeof opsTables)[N]['columns']> }

/** Forecasts that earlier builds made, and those that this one makes. */
interface ForecastTables {
  landed_forecast_made: RowOf<(typeof forecastRecord)['columns']>
  landed_deal_forecast_made: RowOf<(typeof dealForecastRecord)['columns']>
  int_forecast_made: RowOf<typeof forecastMadeColumns>
  int_forecast_path: RowOf<typeof forecastPathColumns>
  int_deal_forecast_made: RowOf<typeof dealForecastMadeColumns>
  stg_forecast_submission: RowOf<(typeof forecastSubmission)['columns']>
}

/** Every table of a build by name, with the type of its rows. */
export interface Warehouse extends LandedTables, OpsTables, ForecastTables {
  company: RowOf<typeof companyColumns>
  fiscal_calendar: RowOf<typeof fiscalCalendarColumns>
  stg_account: RowOf<(typeof account)['columns']>
  stg_calendar_day: RowOf<(typeof calendarDay)['columns']>
  stg_activity: RowOf<(typeof activity)['columns']>
  stg_exchange_rate: RowOf<(typeof exchangeRate)['columns']>
  stg_opportunity_history: RowOf<(typeof opportunityHistory)['columns']>
  stg_opportunity_line: RowOf<(typeof opportunityLine)['columns']>
  stg_opportunity: RowOf<(typeof opportunity)['columns']>
  stg_product: RowOf<(typeof product)['columns']>
  stg_quota: RowOf<(typeof quota)['columns']>
  stg_stage: RowOf<(typeof stage)['columns']>
  stg_territory: RowOf<(typeof territory)['columns']>
  stg_user: RowOf<(typeof user)['columns']>
  stg_association: RowOf<(typeof association)['columns']>
  stg_contact: RowOf<(typeof contact)['columns']>
  stg_field_history: RowOf<(typeof fieldHistory)['columns']>
  stg_lead: RowOf<(typeof lead)['columns']>
  stg_merge: RowOf<(typeof merge)['columns']>
  stg_pipeline: RowOf<(typeof pipeline)['columns']>
  stg_record_type: RowOf<(typeof recordType)['columns']>
  stg_team: RowOf<(typeof team)['columns']>
  stg_team_member: RowOf<(typeof teamMember)['columns']>
  int_merge: RowOf<typeof mergeColumns>
  int_survivor: RowOf<typeof survivorColumns>
  int_person_reference: RowOf<typeof personReferenceColumns>
  int_person_team: RowOf<typeof personTeamColumns>
  int_account_likeness: RowOf<typeof accountLikenessColumns>
  int_account_name: RowOf<typeof accountNameColumns>
  int_account_reference: RowOf<typeof accountReferenceColumns>
  int_stage_reference: RowOf<typeof stageReferenceColumns>
  int_field_change: RowOf<typeof fieldChangeColumns>
  int_opportunity_link: RowOf<typeof opportunityLinkColumns>
  int_opportunity_channel: RowOf<typeof opportunityChannelColumns>
  int_contact_address: RowOf<typeof contactAddressColumns>
  int_activity_contact: RowOf<typeof activityContactColumns>
  int_activity_known: RowOf<typeof activityKnownColumns>
  int_activity_opportunity: RowOf<typeof activityOpportunityColumns>
  int_activity: RowOf<typeof activityColumns>
  int_cycle_life: RowOf<typeof cycleLifeColumns>
  int_main_product: RowOf<typeof mainProductColumns>
  int_opportunity_change: RowOf<typeof opportunityChangeColumns>
  int_opportunity_close: RowOf<typeof opportunityCloseColumns>
  int_opportunity_effort: RowOf<typeof opportunityEffortColumns>
  int_opportunity: RowOf<typeof intOpportunityColumns>
  int_rate_period: RowOf<typeof ratePeriodColumns>
  int_rep_path: RowOf<typeof repPathColumns>
  dim_account: RowOf<typeof dimAccountColumns>
  dim_channel: RowOf<typeof dimChannelColumns>
  dim_date: RowOf<typeof dimDateColumns>
  dim_fiscal_date: RowOf<typeof dimFiscalDateColumns>
  dim_rep: RowOf<typeof dimRepColumns>
  dim_stage: RowOf<typeof dimStageColumns>
  dim_territory: RowOf<typeof dimTerritoryColumns>
  fct_activity: RowOf<typeof fctActivityColumns>
  fct_opportunity: RowOf<typeof fctOpportunityColumns>
  fct_quota: RowOf<typeof fctQuotaColumns>
  int_first_load: RowOf<typeof firstLoadColumns>
  int_history_known: RowOf<typeof historyKnownColumns>
  int_opportunity_owner: RowOf<typeof opportunityOwnerColumns>
  int_opportunity_state: RowOf<typeof opportunityStateColumns>
  int_opportunity_seen: RowOf<typeof opportunitySeenColumns>
  int_period: RowOf<typeof periodColumns>
  int_pipeline_change: RowOf<typeof pipelineChangeColumns>
  fct_opportunity_version: RowOf<typeof fctOpportunityVersionColumns>
  fct_booking: RowOf<typeof fctBookingColumns>
  fct_pipeline_movement: RowOf<typeof fctPipelineMovementColumns>
  fct_pipeline_week: RowOf<typeof fctPipelineWeekColumns>
  fct_stage_visit: RowOf<typeof fctStageVisitColumns>
  int_fiscal_period: RowOf<typeof fiscalPeriodColumns>
  mart_pipeline_period: RowOf<typeof martPipelinePeriodColumns>
  mart_pipeline_conversion: RowOf<typeof martPipelineConversionColumns>
  int_lead_life: RowOf<typeof leadLifeColumns>
  mart_lead_response: RowOf<typeof martLeadResponseColumns>
  mart_rep_period: RowOf<typeof martRepPeriodColumns>
  int_rep_pace: RowOf<typeof repPaceColumns>
  mart_rep_ramp: RowOf<typeof martRepRampColumns>
  mart_ramp_median: RowOf<typeof martRampMedianColumns>
  mart_member_consistency: RowOf<typeof martMemberConsistencyColumns>
  mart_consistency: RowOf<typeof martConsistencyColumns>
  mart_cycle_median: RowOf<typeof martCycleMedianColumns>
  mart_cycle_survival: RowOf<typeof martCycleSurvivalColumns>
  int_yield_cell: RowOf<typeof yieldCellColumns>
  int_yield_rate: RowOf<typeof yieldRateColumns>
  mart_channel_yield: RowOf<typeof martChannelYieldColumns>
  int_funnel_step: RowOf<typeof funnelStepColumns>
  int_funnel_progress: RowOf<typeof funnelProgressColumns>
  mart_funnel: RowOf<typeof martFunnelColumns>
  mart_rep_month: RowOf<typeof martRepMonthColumns>
  mart_selling_effort: RowOf<typeof martSellingEffortColumns>
  dim_rep_hierarchy: RowOf<typeof dimRepHierarchyColumns>
  dim_fx_rate: RowOf<typeof dimFxRateColumns>
  dim_product: RowOf<typeof dimProductColumns>
  dim_campaign: RowOf<typeof dimCampaignColumns>
  int_product_reference: RowOf<typeof productReferenceColumns>
  int_campaign_reference: RowOf<typeof campaignReferenceColumns>
  stg_campaign: RowOf<(typeof campaign)['columns']>
  stg_campaign_member: RowOf<(typeof campaignMember)['columns']>
  int_seat: RowOf<typeof seatColumns>
  stg_opportunity_split: RowOf<(typeof opportunitySplit)['columns']>
  stg_split_type: RowOf<(typeof splitType)['columns']>
  int_booking_credit: RowOf<typeof bookingCreditColumns>
  fct_booking_credit: RowOf<typeof fctBookingCreditColumns>
  fct_commission: RowOf<typeof fctCommissionColumns>
  int_lead: RowOf<typeof leadColumns>
  int_lead_response: RowOf<typeof leadResponseColumns>
  fct_lead: RowOf<typeof fctLeadColumns>
  mart_lead_source: RowOf<typeof martLeadSourceColumns>
  fct_hygiene: RowOf<typeof fctHygieneColumns>
  mart_hygiene_score: RowOf<typeof martHygieneScoreColumns>
  mart_territory_balance: RowOf<typeof martTerritoryBalanceColumns>
  int_forecast_unit: RowOf<typeof forecastUnitColumns>
  int_forecast_submission: RowOf<typeof intForecastSubmissionColumns>
  int_forecast_category: RowOf<typeof intForecastCategoryColumns>
  int_calibration_line: RowOf<typeof intCalibrationLineColumns>
  fct_forecast: RowOf<typeof fctForecastColumns>
  fct_deal_forecast: RowOf<typeof fctDealForecastColumns>
  fct_deal_score: RowOf<typeof fctDealScoreColumns>
  mart_duplicate_account: RowOf<typeof martDuplicateAccountColumns>
  mart_forecast_accuracy: RowOf<typeof martForecastAccuracyColumns>
  mart_forecast_calibration: RowOf<typeof martForecastCalibrationColumns>
  mart_forecast_quality: RowOf<typeof martForecastQualityColumns>
  mart_commit: RowOf<typeof martCommitColumns>
  mart_forecast_change: RowOf<typeof martForecastChangeColumns>
  mart_known_change: RowOf<typeof martKnownChangeColumns>
  mart_forecast_habit: RowOf<typeof martForecastHabitColumns>
  mart_forecast_pace: RowOf<typeof martForecastPaceColumns>
  mart_success_rate: RowOf<typeof martSuccessRateColumns>
  mart_forecast_need: RowOf<typeof martForecastNeedColumns>
  int_opportunity_newest: RowOf<typeof opportunityNewestColumns>
  mart_source_bridge: RowOf<typeof martSourceBridgeColumns>
}
