/**
 * Lives under observation that are alike: the input of every estimator here. A life may be a deal until it
 * closes, a lead until it is answered, a rep until ramped up.
 */
export interface Life {
  /** Group that gets a curve of its own. */
  stratum: string
  /**
   * Time after which it was under observation (left truncation): at risk at t where entered < t <= exited.
   * Null where it was watched from the start, time 0 included.
   */
  entered: number | null
  /** Time of the event, or of the last look where there was none. */
  exited: number
  /** What ended it; null where nothing did yet (right censored). */
  event: 'won' | 'lost' | null
  /** How many lives are alike. */
  lives: number
}
