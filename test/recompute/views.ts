import { attainment } from './attainment.ts'
import { bookings } from './bookings.ts'
import { bridge } from './bridge.ts'
import { channelYield } from './channel-yield.ts'
import { commission } from './commission.ts'
import type { SampleCompany } from './company.ts'
import { consistency } from './consistency.ts'
import { conversion } from './conversion.ts'
import { credit } from './credit.ts'
import { cycleCurve, cycleSurvival, cycleTimes } from './cycle.ts'
import { dealForecasts } from './deal-forecasts.ts'
import type { Book } from './deals.ts'
import { due } from './due.ts'
import { duplicates } from './duplicates.ts'
import { effort } from './effort.ts'
import { forecasts } from './forecast.ts'
import { forecastChange } from './forecast-change.ts'
import { funnel } from './funnel.ts'
import type { Given } from './given-forecasts.ts'
import { hygiene } from './hygiene.ts'
import { knownChange } from './known-change.ts'
import { leadResponse } from './lead-response.ts'
import { leadSources, leads } from './leads.ts'
import { ledger } from './ledger.ts'
import { movement } from './movement.ts'
import { need, pace } from './pace.ts'
import { created, open } from './pipeline.ts'
import { pipelineWeeks } from './pipeline-weeks.ts'
import { pipelineCoverage, quota } from './quota.ts'
import { ramp } from './ramp.ts'
import { stageVisits } from './stage-visits.ts'
import { success } from './success.ts'
import { territories, territorySpread } from './territory.ts'
import { history, readVersions } from './versions.ts'
import type { AnyView } from './view.ts'

/** Every view of the semantic layer, recomputed; measures of several facts in one view stand apart. */
export function views(exports: string, company: SampleCompany, book: Book, given: Given): readonly AnyView[] {
  const { deals } = book
  const byDeal = readVersions(exports, company, deals)
  return [
    bookings(deals),
    created(company, deals),
    open(company, deals, 'created_at'),
    open(company, deals, 'planned_close'),
    pipelineWeeks(company, byDeal),
    history(byDeal.flat()),
    movement(company, byDeal),
    ledger(company, byDeal),
    knownChange(exports, company, byDeal),
    due(company, byDeal),
    conversion(company, byDeal),
    stageVisits(deals),
    cycleTimes(company, deals),
    cycleSurvival(company, deals),
    cycleCurve(company, deals),
    effort(book),
    quota(exports, company, book),
    pipelineCoverage(exports, company, book),
    attainment(exports, company, book),
    ...ramp(exports, company, book),
    credit(deals),
    commission(exports, company, byDeal),
    ...consistency(exports, company, book),
    channelYield(book),
    ...success(company, book),
    funnel(company, deals),
    leads(exports, company, book),
    leadSources(exports, company, book),
    ...leadResponse(exports, company, book),
    ...hygiene(exports, company, book, byDeal),
    duplicates(company, book),
    bridge(exports, book),
    territories(company, book),
    territorySpread(company, book),
    ...forecasts(exports, company, byDeal, given),
    forecastChange(exports, company, byDeal, given),
    pace(exports, company, book, byDeal, given),
    need(exports, company, book, byDeal),
    ...dealForecasts(exports, company, byDeal, given),
  ] as unknown as readonly AnyView[]
}
