import type { RowOf } from '../column.ts'
import type { account } from '../contract/account.ts'
import type { activity } from '../contract/activity.ts'
import type { companyColumns } from '../contract/build-company.ts'
import type { Landed } from '../contract/entity.ts'
import type { exchangeRate } from '../contract/exchange-rate.ts'
import type { contract } from '../contract/index.ts'
import type { opportunity } from '../contract/opportunity.ts'
import type { opportunityHistory } from '../contract/opportunity-history.ts'
import type { opportunityLine } from '../contract/opportunity-line.ts'
import type { product } from '../contract/product.ts'
import type { quota } from '../contract/quota.ts'
import type { stage } from '../contract/stage.ts'
import type { territory } from '../contract/territory.ts'
import type { user } from '../contract/user.ts'
import type { dimAccountColumns } from '../dimensions/dim-account.ts'
import type { dimChannelColumns } from '../dimensions/dim-channel.ts'
import type { dimDateColumns } from '../dimensions/dim-date.ts'
import type { dimRepColumns } from '../dimensions/dim-rep.ts'
import type { dimStageColumns } from '../dimensions/dim-stage.ts'
import type { dimTerritoryColumns } from '../dimensions/dim-territory.ts'
import type { fctActivityColumns } from '../facts/fct-activity.ts'
import type { fctOpportunityColumns } from '../facts/fct-opportunity.ts'
import type { fctQuotaColumns } from '../facts/fct-quota.ts'
import type { fctStageVisitColumns } from '../facts/fct-stage-visit.ts'
import type { accountSurvivorColumns } from '../intermediate/int-account-survivor.ts'
import type { activityColumns } from '../intermediate/int-activity.ts'
import type { mainProductColumns } from '../intermediate/int-main-product.ts'
import type { intOpportunityColumns } from '../intermediate/int-opportunity.ts'
import type { opportunityChangeColumns } from '../intermediate/int-opportunity-change.ts'
import type { opportunityCloseColumns } from '../intermediate/int-opportunity-close.ts'
import type { opportunityEffortColumns } from '../intermediate/int-opportunity-effort.ts'
import type { ratePeriodColumns } from '../intermediate/int-rate-period.ts'
import type { repPathColumns } from '../intermediate/int-rep-path.ts'
import type { martConsistencyColumns } from '../marts/mart-consistency.ts'
import type { martRepMonthColumns } from '../marts/mart-rep-month.ts'
import type { martSellingEffortColumns } from '../marts/mart-selling-effort.ts'

type LandedTables = { [N in keyof typeof contract as `landed_${N}`]: Landed<(typeof contract)[N]> }

/** Every table of a build by name, with the type of its rows. */
export interface Warehouse extends LandedTables {
  company: RowOf<typeof companyColumns>
  stg_account: RowOf<(typeof account)['columns']>
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
  int_account_survivor: RowOf<typeof accountSurvivorColumns>
  int_activity: RowOf<typeof activityColumns>
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
  dim_rep: RowOf<typeof dimRepColumns>
  dim_stage: RowOf<typeof dimStageColumns>
  dim_territory: RowOf<typeof dimTerritoryColumns>
  fct_activity: RowOf<typeof fctActivityColumns>
  fct_opportunity: RowOf<typeof fctOpportunityColumns>
  fct_quota: RowOf<typeof fctQuotaColumns>
  fct_stage_visit: RowOf<typeof fctStageVisitColumns>
  mart_consistency: RowOf<typeof martConsistencyColumns>
  mart_rep_month: RowOf<typeof martRepMonthColumns>
  mart_selling_effort: RowOf<typeof martSellingEffortColumns>
}
