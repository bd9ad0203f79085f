/** Settings of the company that numbers are in: `company:` in salesops.yml. */
export interface Company {
  readonly name: string
  /** ISO code of the currency that amounts are converted to. */
  readonly currency: string
  /** IANA zone of the company's days. */
  readonly timezone: string
  /** Month, 1 to 12, in which the fiscal year begins. */
  readonly fiscalYearStart: number
  readonly weekStart: 'monday' | 'sunday' | 'saturday'
  /** BCP 47 tag for words, dates and numbers. */
  readonly locale: string
}
