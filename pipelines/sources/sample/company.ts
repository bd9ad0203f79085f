/** The settings of the sample company, in the form of the `company` block of salesops.yml. */
export const sampleCompany = {
  name: 'Siam Meridian',
  currency: 'USD',
  timezone: 'Asia/Bangkok',
  fiscalYearStart: 2,
  weekStart: 'monday',
  locale: 'en',
} as const

/** Asia/Bangkok is UTC+7 all year, so a constant serves for the whole simulation. */
export const utcOffsetMs = 7 * 3_600_000
