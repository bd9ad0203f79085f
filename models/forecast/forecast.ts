/** One forecast of one unit's bookings in one fiscal quarter. Money as decimal text in the company's currency. */
export interface UnitForecast {
  /** Company day at whose end it was made. */
  readonly origin: string
  readonly periodStart: string
  readonly periodEnd: string
  readonly level: 'company' | 'team' | 'territory' | 'rep'
  /** Empty for the company; name of the team, key of the territory, user id of the rep; 'unknown' where none is told. */
  readonly unit: string
  readonly method: 'hazard' | 'naive' | 'mean_90' | 'seasonal_naive' | 'stage_weighted' | 'stage_calibrated'
  readonly point: string
  readonly p10: string | null
  readonly p50: string | null
  readonly p90: string | null
  /** Booked in the period as known at the origin. */
  readonly won: string
  readonly openDeals: number
  /** Why it is a plainer forecast than the method makes; null where it is not. */
  readonly fallback: string | null
}

/** What a unit is expected to have booked of the running fiscal quarter by the end of one of its days to come. */
export interface UnitPace {
  readonly origin: string
  readonly periodStart: string
  readonly day: string
  readonly level: UnitForecast['level']
  readonly unit: string
  readonly point: string
  readonly p10: string | null
  readonly p50: string | null
  readonly p90: string | null
}

/** One thing that sets a deal apart from the others that are open. */
export interface Reason {
  readonly code: string
  /** On the log odds of being won by the end of the period. */
  readonly effect: number
  readonly value: string
}

/** What is to become of an open deal by the end of a fiscal quarter. */
export interface DealForecast {
  readonly origin: string
  readonly opportunityId: string
  readonly repId: string | null
  readonly team: string | null
  readonly territoryKey: string
  readonly stageKey: string | null
  readonly periodStart: string
  readonly periodEnd: string
  /** Probability of being won, and of being lost, within the period. */
  readonly pWin: number
  readonly pLost: number
  /** As the CRM showed it then. */
  readonly amount: string | null
  /** What it is expected to bring if it is won. */
  readonly expectedAmount: string
  /** Median day of being won, if it is won; null where next to nothing speaks for a win within half a year. */
  readonly expectedClose: string | null
  /** The leading three. */
  readonly reasons: readonly Reason[]
  /** Mean probability of all deals that were open then. */
  readonly baseRate: number
  readonly fallback: string | null
}
