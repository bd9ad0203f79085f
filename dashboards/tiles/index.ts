import { accuracyByMethod } from './accuracy-by-method.ts'
import { accuracyByWeek } from './accuracy-by-week.ts'
import { forecastBias, forecastError, forecastSkill, rangeCoverage } from './accuracy-figures.ts'
import { activitiesPerWin } from './activities-per-win.ts'
import { ageing } from './ageing.ts'
import { attainment } from './attainment.ts'
import { attention } from './attention.ts'
import { averageDeal } from './average-deal.ts'
import { bookings } from './bookings.ts'
import { bookingsByMonth } from './bookings-by-month.ts'
import { brokenRules } from './broken-rules.ts'
import { attainmentByTeam, effortByTeam } from './by-team.ts'
import { calibration } from './calibration.ts'
import { commissionByRep } from './commission-by-rep.ts'
import { commissionCost, commissionPaid } from './commission-figures.ts'
import { commitAccuracy } from './commit-accuracy.ts'
import { methodsCompared, territoriesCompared } from './compared.ts'
import { consistencyTable } from './consistency-table.ts'
import { coverage } from './coverage.ts'
import { cycle } from './cycle.ts'
import { cycleDistribution } from './cycle-distribution.ts'
import { dealScores } from './deal-scores.ts'
import { dueConversion } from './due-conversion.ts'
import { dueDeals } from './due-deals.ts'
import { duplicateAccounts } from './duplicate-accounts.ts'
import { forecastChanges } from './forecast-changes.ts'
import { committed, forecastOfQuarter, wonInQuarter } from './forecast-figures.ts'
import { forecastMethods } from './forecast-methods.ts'
import { forecastNeed, forecastRest } from './forecast-need.ts'
import { forecastPace } from './forecast-pace.ts'
import { forecastTrack } from './forecast-track.ts'
import { funnel } from './funnel.ts'
import { hygieneScore, overdueAmount, recordsToFix, staleAmount } from './health-figures.ts'
import { hygieneByOwner } from './hygiene-by-owner.ts'
import { incidenceByMethod, incidenceBySegment } from './incidence.ts'
import { answeredWithinAnHour, leadConversion, leadsCreated, leadsUnanswered } from './lead-figures.ts'
import { leadResponse } from './lead-response.ts'
import { leadSourceYield } from './lead-sources.ts'
import { leadsByCampaign, leadsBySource } from './leads-by.ts'
import { leadsByMonth } from './leads-by-month.ts'
import { lossReasons } from './loss-reasons.ts'
import { openPipeline } from './open-pipeline.ts'
import { outcomeCurve } from './outcome-curve.ts'
import { pastWeek } from './past-week.ts'
import { pipelineByStage } from './pipeline-by-stage.ts'
import { pipelineCreated } from './pipeline-created.ts'
import { pipelineTrend } from './pipeline-trend.ts'
import { rampTime } from './ramp-time.ts'
import { ramping } from './ramping.ts'
import { repTable } from './rep-table.ts'
import { repsAtQuota } from './reps-at-quota.ts'
import { bookingsBridge, bridgeByCurrency, crmTotal, ourTotal, pipelineBridge } from './source-bridge.ts'
import { statement } from './statement.ts'
import { submissions } from './submissions.ts'
import { successByMethod, successByRep, successByTerritory } from './success.ts'
import { territoryBalance } from './territory-balance.ts'
import type { Tile } from './tile.ts'
import { timeInStage } from './time-in-stage.ts'
import { timeToClose, wonWithin90 } from './time-to-close.ts'
import { toFix } from './to-fix.ts'
import { unansweredLeads } from './unanswered-leads.ts'
import { waterfall } from './waterfall.ts'
import { winRate } from './win-rate.ts'
import { competitors, dealTypes } from './win-rate-by.ts'
import { yieldByMethod, yieldByTerritory } from './yield.ts'

/** Tiles that pages and reports of a team's own can name, by id. */
export const tiles: ReadonlyMap<string, Tile> = new Map(
  [
    activitiesPerWin,
    ageing,
    answeredWithinAnHour,
    attainment,
    attainmentByTeam,
    attention,
    averageDeal,
    bookings,
    bookingsBridge,
    bookingsByMonth,
    bridgeByCurrency,
    brokenRules,
    commissionByRep,
    commissionCost,
    commissionPaid,
    competitors,
    consistencyTable,
    coverage,
    crmTotal,
    cycle,
    cycleDistribution,
    dealTypes,
    dueConversion,
    dueDeals,
    effortByTeam,
    funnel,
    duplicateAccounts,
    hygieneByOwner,
    hygieneScore,
    incidenceByMethod,
    incidenceBySegment,
    leadConversion,
    leadResponse,
    leadSourceYield,
    leadsByCampaign,
    leadsByMonth,
    leadsBySource,
    leadsCreated,
    leadsUnanswered,
    lossReasons,
    methodsCompared,
    openPipeline,
    ourTotal,
    outcomeCurve,
    overdueAmount,
    pastWeek,
    pipelineBridge,
    pipelineByStage,
    pipelineCreated,
    pipelineTrend,
    rampTime,
    ramping,
    recordsToFix,
    repTable,
    repsAtQuota,
    staleAmount,
    statement,
    territoriesCompared,
    successByMethod,
    successByRep,
    successByTerritory,
    territoryBalance,
    timeInStage,
    timeToClose,
    toFix,
    unansweredLeads,
    waterfall,
    winRate,
    wonWithin90,
    yieldByMethod,
    yieldByTerritory,
    accuracyByMethod,
    accuracyByWeek,
    calibration,
    commitAccuracy,
    dealScores,
    forecastChanges,
    forecastMethods,
    forecastNeed,
    forecastPace,
    forecastRest,
    forecastTrack,
    submissions,
    forecastBias,
    forecastError,
    forecastSkill,
    rangeCoverage,
    committed,
    forecastOfQuarter,
    wonInQuarter,
  ].map((tile) => [tile.id, tile]),
)

export const tileIds: readonly string[] = [...tiles.keys()]
