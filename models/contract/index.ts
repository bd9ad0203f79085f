import { account } from './account.ts'
import { activity } from './activity.ts'
import { association } from './association.ts'
import { calendarDay } from './calendar-day.ts'
import { campaign } from './campaign.ts'
import { campaignMember } from './campaign-member.ts'
import { commissionAssignment } from './commission-assignment.ts'
import { commissionDecision } from './commission-decision.ts'
import { commissionPlan } from './commission-plan.ts'
import { contact } from './contact.ts'
import { cost } from './cost.ts'
import { exchangeRate } from './exchange-rate.ts'
import { fieldHistory } from './field-history.ts'
import { forecastItem } from './forecast-item.ts'
import { forecastSubmission } from './forecast-submission.ts'
import { headcountPlan } from './headcount-plan.ts'
import { lead } from './lead.ts'
import { merge } from './merge.ts'
import { opportunity } from './opportunity.ts'
import { opportunityHistory } from './opportunity-history.ts'
import { opportunityLine } from './opportunity-line.ts'
import { opportunitySplit } from './opportunity-split.ts'
import { pipeline } from './pipeline.ts'
import { processChange } from './process-change.ts'
import { product } from './product.ts'
import { quota } from './quota.ts'
import { recordType } from './record-type.ts'
import { splitType } from './split-type.ts'
import { stage } from './stage.ts'
import { team } from './team.ts'
import { teamMember } from './team-member.ts'
import { territory } from './territory.ts'
import { territoryRule } from './territory-rule.ts'
import { trainingAttendance } from './training-attendance.ts'
import { user } from './user.ts'
import { userRole } from './user-role.ts'

/** Every canonical entity, by name. */
export const contract = {
  account,
  activity,
  association,
  calendar_day: calendarDay,
  campaign,
  campaign_member: campaignMember,
  commission_assignment: commissionAssignment,
  commission_decision: commissionDecision,
  commission_plan: commissionPlan,
  contact,
  cost,
  exchange_rate: exchangeRate,
  field_history: fieldHistory,
  forecast_item: forecastItem,
  forecast_submission: forecastSubmission,
  headcount_plan: headcountPlan,
  lead,
  merge,
  opportunity,
  opportunity_history: opportunityHistory,
  opportunity_line: opportunityLine,
  opportunity_split: opportunitySplit,
  pipeline,
  process_change: processChange,
  product,
  quota,
  record_type: recordType,
  split_type: splitType,
  stage,
  team,
  team_member: teamMember,
  territory,
  territory_rule: territoryRule,
  training_attendance: trainingAttendance,
  user,
  user_role: userRole,
} as const

export type EntityName = keyof typeof contract

export const entityNames = Object.keys(contract) as EntityName[]
