import { account } from './account.ts'
import { activity } from './activity.ts'
import { contact } from './contact.ts'
import { exchangeRate } from './exchange-rate.ts'
import { forecastSubmission } from './forecast-submission.ts'
import { lead } from './lead.ts'
import { opportunity } from './opportunity.ts'
import { opportunityHistory } from './opportunity-history.ts'
import { opportunityLine } from './opportunity-line.ts'
import { product } from './product.ts'
import { quota } from './quota.ts'
import { stage } from './stage.ts'
import { territory } from './territory.ts'
import { user } from './user.ts'
import { userRole } from './user-role.ts'

/** Every canonical entity, by name. */
export const contract = {
  account,
  activity,
  contact,
  exchange_rate: exchangeRate,
  forecast_submission: forecastSubmission,
  lead,
  opportunity,
  opportunity_history: opportunityHistory,
  opportunity_line: opportunityLine,
  product,
  quota,
  stage,
  territory,
  user,
  user_role: userRole,
} as const

export type EntityName = keyof typeof contract

export const entityNames = Object.keys(contract) as EntityName[]
