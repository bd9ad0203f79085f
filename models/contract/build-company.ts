import { required } from '../column.ts'

/** One row: the settings and the instant that a build is made for. Models read "now" only here. */
export const companyColumns = {
  company_name: required('text', 'Name of the company'),
  currency: required('text', 'ISO code of the currency that amounts are converted to'),
  timezone: required('text', "IANA zone of the company's days"),
  fiscal_year_start: required('integer', 'Month, 1 to 12, in which the fiscal year begins'),
  week_start: required('integer', 'First day of the week as an ISO day, 1 for Monday to 7 for Sunday'),
  workday_from: required('integer', 'Minute of the day at which a business day begins'),
  workday_to: required('integer', 'Minute of the day at which it ends'),
  channel_by_activities: required(
    'boolean',
    'True where the mix of activities tells the selling method of opportunities whose records do not',
  ),
  as_of: required('timestamp', 'The instant that stands for now'),
  as_of_on: required('date', 'The company day of as_of'),
} as const
