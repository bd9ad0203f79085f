import type { ReportDefinition } from '../definition.ts'
import { crmHealth } from './crm-health.ts'
import { forecastAccuracy } from './forecast-accuracy.ts'
import { monthlyReview } from './monthly-review.ts'
import { pipelineMeeting } from './pipeline-meeting.ts'
import { repDigest } from './rep-digest.ts'
import { weeklyExecutive } from './weekly-executive.ts'

/** Every report, by name. */
export const reports: ReadonlyMap<string, ReportDefinition> = new Map(
  [weeklyExecutive, monthlyReview, pipelineMeeting, repDigest, forecastAccuracy, crmHealth].map(
    (definition) => [definition.name, definition],
  ),
)
