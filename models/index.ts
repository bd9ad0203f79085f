import { dimAccount } from './dimensions/dim-account.ts'
import { dimCampaign } from './dimensions/dim-campaign.ts'
import { dimChannel } from './dimensions/dim-channel.ts'
import { dimDate } from './dimensions/dim-date.ts'
import { dimFiscalDate } from './dimensions/dim-fiscal-date.ts'
import { dimFxRate } from './dimensions/dim-fx-rate.ts'
import { dimProduct } from './dimensions/dim-product.ts'
import { dimRep } from './dimensions/dim-rep.ts'
import { dimRepHierarchy } from './dimensions/dim-rep-hierarchy.ts'
import { dimStage } from './dimensions/dim-stage.ts'
import { dimTerritory } from './dimensions/dim-territory.ts'
import { fctActivity } from './facts/fct-activity.ts'
import { fctBooking } from './facts/fct-booking.ts'
import { fctBookingCredit } from './facts/fct-booking-credit.ts'
import { fctCommission } from './facts/fct-commission.ts'
import { fctDealForecast } from './facts/fct-deal-forecast.ts'
import { fctDealScore } from './facts/fct-deal-score.ts'
import { fctForecast } from './facts/fct-forecast.ts'
import { fctHygiene } from './facts/fct-hygiene.ts'
import { fctLead } from './facts/fct-lead.ts'
import { fctOpportunity } from './facts/fct-opportunity.ts'
import { fctOpportunityVersion } from './facts/fct-opportunity-version.ts'
import { fctPipelineMovement } from './facts/fct-pipeline-movement.ts'
import { fctPipelineWeek } from './facts/fct-pipeline-week.ts'
import { fctQuota } from './facts/fct-quota.ts'
import { fctStageVisit } from './facts/fct-stage-visit.ts'
import { intAccountLikeness } from './intermediate/int-account-likeness.ts'
import { intAccountName } from './intermediate/int-account-name.ts'
import { intAccountReference } from './intermediate/int-account-reference.ts'
import { intActivity } from './intermediate/int-activity.ts'
import { intActivityContact } from './intermediate/int-activity-contact.ts'
import { intActivityKnown } from './intermediate/int-activity-known.ts'
import { intActivityOpportunity } from './intermediate/int-activity-opportunity.ts'
import { intBookingCredit } from './intermediate/int-booking-credit.ts'
import { intCalibrationLine } from './intermediate/int-calibration-line.ts'
import { intCampaignReference } from './intermediate/int-campaign-reference.ts'
import { intContactAddress } from './intermediate/int-contact-address.ts'
import { intCycleLife } from './intermediate/int-cycle-life.ts'
import { intDealForecastMade } from './intermediate/int-deal-forecast-made.ts'
import { intFieldChange } from './intermediate/int-field-change.ts'
import { intFirstLoad } from './intermediate/int-first-load.ts'
import { intFiscalPeriod } from './intermediate/int-fiscal-period.ts'
import { intForecastCategory } from './intermediate/int-forecast-category.ts'
import { intForecastMade } from './intermediate/int-forecast-made.ts'
import { intForecastPath } from './intermediate/int-forecast-path.ts'
import { intForecastSubmission } from './intermediate/int-forecast-submission.ts'
import { intForecastUnit } from './intermediate/int-forecast-unit.ts'
import { intFunnelProgress } from './intermediate/int-funnel-progress.ts'
import { intFunnelStep } from './intermediate/int-funnel-step.ts'
import { intHistoryKnown } from './intermediate/int-history-known.ts'
import { intLead } from './intermediate/int-lead.ts'
import { intLeadLife } from './intermediate/int-lead-life.ts'
import { intLeadResponse } from './intermediate/int-lead-response.ts'
import { intMainProduct } from './intermediate/int-main-product.ts'
import { intMerge } from './intermediate/int-merge.ts'
import { intOpportunity } from './intermediate/int-opportunity.ts'
import { intOpportunityChange } from './intermediate/int-opportunity-change.ts'
import { intOpportunityChannel } from './intermediate/int-opportunity-channel.ts'
import { intOpportunityClose } from './intermediate/int-opportunity-close.ts'
import { intOpportunityEffort } from './intermediate/int-opportunity-effort.ts'
import { intOpportunityLink } from './intermediate/int-opportunity-link.ts'
import { intOpportunityNewest } from './intermediate/int-opportunity-newest.ts'
import { intOpportunityOwner } from './intermediate/int-opportunity-owner.ts'
import { intOpportunitySeen } from './intermediate/int-opportunity-seen.ts'
import { intOpportunityState } from './intermediate/int-opportunity-state.ts'
import { intPeriod } from './intermediate/int-period.ts'
import { intPersonReference } from './intermediate/int-person-reference.ts'
import { intPersonTeam } from './intermediate/int-person-team.ts'
import { intPipelineChange } from './intermediate/int-pipeline-change.ts'
import { intProductReference } from './intermediate/int-product-reference.ts'
import { intRatePeriod } from './intermediate/int-rate-period.ts'
import { intRepPace } from './intermediate/int-rep-pace.ts'
import { intRepPath } from './intermediate/int-rep-path.ts'
import { intSeat } from './intermediate/int-seat.ts'
import { intStageReference } from './intermediate/int-stage-reference.ts'
import { intSurvivor } from './intermediate/int-survivor.ts'
import { intYieldCell } from './intermediate/int-yield-cell.ts'
import { intYieldRate } from './intermediate/int-yield-rate.ts'
import { martChannelYield } from './marts/mart-channel-yield.ts'
import { martCommit } from './marts/mart-commit.ts'
import { martConsistency } from './marts/mart-consistency.ts'
import { martCycleMedian } from './marts/mart-cycle-median.ts'
import { martCycleSurvival } from './marts/mart-cycle-survival.ts'
import { martDuplicateAccount } from './marts/mart-duplicate-account.ts'
import { martForecastAccuracy } from './marts/mart-forecast-accuracy.ts'
import { martForecastCalibration } from './marts/mart-forecast-calibration.ts'
import { martForecastChange } from './marts/mart-forecast-change.ts'
import { martForecastHabit } from './marts/mart-forecast-habit.ts'
import { martForecastNeed } from './marts/mart-forecast-need.ts'
import { martForecastPace } from './marts/mart-forecast-pace.ts'
import { martForecastQuality } from './marts/mart-forecast-quality.ts'
import { martFunnel } from './marts/mart-funnel.ts'
import { martHygieneScore } from './marts/mart-hygiene-score.ts'
import { martKnownChange } from './marts/mart-known-change.ts'
import { martLeadResponse } from './marts/mart-lead-response.ts'
import { martLeadSource } from './marts/mart-lead-source.ts'
import { martMemberConsistency } from './marts/mart-member-consistency.ts'
import { martPipelineConversion } from './marts/mart-pipeline-conversion.ts'
import { martPipelinePeriod } from './marts/mart-pipeline-period.ts'
import { martRampMedian } from './marts/mart-ramp-median.ts'
import { martRepMonth } from './marts/mart-rep-month.ts'
import { martRepPeriod } from './marts/mart-rep-period.ts'
import { martRepRamp } from './marts/mart-rep-ramp.ts'
import { martSellingEffort } from './marts/mart-selling-effort.ts'
import { martSourceBridge } from './marts/mart-source-bridge.ts'
import { martSuccessRate } from './marts/mart-success-rate.ts'
import { martTerritoryBalance } from './marts/mart-territory-balance.ts'
import type { Model } from './model.ts'
import { stgAccount } from './staging/stg-account.ts'
import { stgActivity } from './staging/stg-activity.ts'
import { stgAssociation } from './staging/stg-association.ts'
import { stgCalendarDay } from './staging/stg-calendar-day.ts'
import { stgCampaign } from './staging/stg-campaign.ts'
import { stgCampaignMember } from './staging/stg-campaign-member.ts'
import { stgContact } from './staging/stg-contact.ts'
import { stgExchangeRate } from './staging/stg-exchange-rate.ts'
import { stgFieldHistory } from './staging/stg-field-history.ts'
import { stgForecastSubmission } from './staging/stg-forecast-submission.ts'
import { stgLead } from './staging/stg-lead.ts'
import { stgMerge } from './staging/stg-merge.ts'
import { stgOpportunity } from './staging/stg-opportunity.ts'
import { stgOpportunityHistory } from './staging/stg-opportunity-history.ts'
import { stgOpportunityLine } from './staging/stg-opportunity-line.ts'
import { stgOpportunitySplit } from './staging/stg-opportunity-split.ts'
import { stgPipeline } from './staging/stg-pipeline.ts'
import { stgProduct } from './staging/stg-product.ts'
import { stgQuota } from './staging/stg-quota.ts'
import { stgRecordType } from './staging/stg-record-type.ts'
import { stgSplitType } from './staging/stg-split-type.ts'
import { stgStage } from './staging/stg-stage.ts'
import { stgTeam } from './staging/stg-team.ts'
import { stgTeamMember } from './staging/stg-team-member.ts'
import { stgTerritory } from './staging/stg-territory.ts'
import { stgUser } from './staging/stg-user.ts'

/** Every model of the warehouse. Their order of building is read from their queries. */
export const models: readonly Model[] = [
  stgAccount,
  stgActivity,
  stgCalendarDay,
  stgExchangeRate,
  stgOpportunityHistory,
  stgOpportunityLine,
  stgOpportunity,
  stgProduct,
  stgQuota,
  stgStage,
  stgTerritory,
  stgUser,
  stgAssociation,
  stgContact,
  stgFieldHistory,
  stgLead,
  stgMerge,
  stgPipeline,
  stgRecordType,
  stgTeam,
  stgTeamMember,
  intMerge,
  intSurvivor,
  intPersonReference,
  intPersonTeam,
  intAccountLikeness,
  intAccountName,
  intAccountReference,
  intStageReference,
  intFieldChange,
  intOpportunityLink,
  intOpportunityChannel,
  intContactAddress,
  intActivityContact,
  intActivityKnown,
  intActivityOpportunity,
  intActivity,
  intMainProduct,
  intOpportunityChange,
  intOpportunityClose,
  intOpportunityEffort,
  intOpportunity,
  intRatePeriod,
  intRepPath,
  dimAccount,
  dimChannel,
  dimDate,
  dimFiscalDate,
  dimRep,
  dimStage,
  dimTerritory,
  fctActivity,
  fctOpportunity,
  fctQuota,
  fctStageVisit,
  intCycleLife,
  intFirstLoad,
  intHistoryKnown,
  intOpportunityOwner,
  intOpportunityState,
  intOpportunitySeen,
  intPeriod,
  intPipelineChange,
  fctOpportunityVersion,
  fctBooking,
  fctPipelineMovement,
  fctPipelineWeek,
  intFiscalPeriod,
  martPipelinePeriod,
  martPipelineConversion,
  intLeadLife,
  martLeadResponse,
  martRepPeriod,
  intRepPace,
  martRepRamp,
  martRampMedian,
  martMemberConsistency,
  martConsistency,
  martCycleMedian,
  martCycleSurvival,
  intYieldCell,
  intYieldRate,
  martChannelYield,
  intFunnelStep,
  intFunnelProgress,
  martFunnel,
  martRepMonth,
  martSellingEffort,
  dimRepHierarchy,
  dimFxRate,
  dimProduct,
  dimCampaign,
  intProductReference,
  intCampaignReference,
  stgCampaign,
  stgCampaignMember,
  intSeat,
  stgOpportunitySplit,
  stgSplitType,
  intBookingCredit,
  fctBookingCredit,
  fctCommission,
  intLead,
  intLeadResponse,
  fctLead,
  martLeadSource,
  fctHygiene,
  martHygieneScore,
  martTerritoryBalance,
  stgForecastSubmission,
  intForecastMade,
  intForecastPath,
  intDealForecastMade,
  intForecastUnit,
  intForecastSubmission,
  intForecastCategory,
  intCalibrationLine,
  fctForecast,
  fctDealForecast,
  fctDealScore,
  martDuplicateAccount,
  martForecastAccuracy,
  martForecastCalibration,
  martForecastQuality,
  martCommit,
  martForecastChange,
  martKnownChange,
  martForecastHabit,
  martForecastPace,
  martForecastNeed,
  martSuccessRate,
  intOpportunityNewest,
  martSourceBridge,
]
