import { forecastSubmission } from '../contract/forecast-submission.ts'
import { currentVersions } from './current.ts'

export const stgForecastSubmission = currentVersions('stg_forecast_submission', forecastSubmission)
