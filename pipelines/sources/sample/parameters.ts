/** The true parameters of the simulated market: what an analysis of the exports can hope to find. */

export const stages = [
  { name: 'Prospecting', probability: 10, category: 'Pipeline', categoryName: 'Pipeline' },
  { name: 'Qualification', probability: 20, category: 'Pipeline', categoryName: 'Pipeline' },
  { name: 'Needs Analysis', probability: 35, category: 'Pipeline', categoryName: 'Pipeline' },
  { name: 'Proposal', probability: 55, category: 'BestCase', categoryName: 'Best Case' },
  { name: 'Negotiation', probability: 75, category: 'Forecast', categoryName: 'Commit' },
  { name: 'Closed Won', probability: 100, category: 'Closed', categoryName: 'Closed' },
  { name: 'Closed Lost', probability: 0, category: 'Omitted', categoryName: 'Omitted' },
] as const

/** Stage numbers that the simulation treats in a way of their own. */
export const needsAnalysis = 2
export const proposal = 3
export const negotiation = 4
export const closedWon = 5
export const closedLost = 6

/** Weekly rates of leaving an open stage, before any effect. */
export const stageRates = [
  { advance: 0.3, skip: 0.02, back: 0, win: 0, lose: 0.055, stall: 0.02 },
  { advance: 0.26, skip: 0.04, back: 0.01, win: 0, lose: 0.065, stall: 0.025 },
  { advance: 0.24, skip: 0.03, back: 0.02, win: 0, lose: 0.05, stall: 0.03 },
  { advance: 0.22, skip: 0, back: 0.02, win: 0.02, lose: 0.05, stall: 0.04 },
  { advance: 0, skip: 0, back: 0.02, win: 0.2, lose: 0.05, stall: 0.04 },
] as const

export type Method = 'Field' | 'Phone' | 'Partner' | 'Web'
export type Segment = 'SMB' | 'Mid-Market' | 'Enterprise'
export type DealType = 'New Business' | 'Expansion' | 'Renewal'
export type ActivityKind = 'Call' | 'Email' | 'Task' | 'Meeting' | 'Visit' | 'Demo'

export const methodNames: readonly Method[] = ['Field', 'Phone', 'Partner', 'Web']
export const segmentNames: readonly Segment[] = ['SMB', 'Mid-Market', 'Enterprise']
export const activityKinds: readonly ActivityKind[] = ['Call', 'Email', 'Task', 'Meeting', 'Visit', 'Demo']

/**
 * Selling methods. `pace` multiplies every weekly rate; `tilt` raises the rates of progress and lowers
 * that of losing, as a log factor; `sizeSigma` and `lumpiness` (log sd of deal size, and of a month's
 * number of new deals) set how consistent a method's bookings are; `firstStage` and `activityMix` are
 * weights in the order of `stages` and `activityKinds`; `margin` in percent; `responseHours` the median
 * time to a lead's first answer; `plannedWeeks` what a rep expects of the cycle.
 */
export const methods = {
  Field: {
    pace: 0.9,
    tilt: 0.07,
    size: 1,
    sizeSigma: 0.9,
    lumpiness: 0.2,
    firstStage: [8, 2, 0],
    activityRate: 0.62,
    activityMix: [22, 24, 6, 24, 18, 6],
    margin: 46,
    responseHours: 9,
    plannedWeeks: 14,
    fromLead: 0.2,
  },
  Phone: {
    pace: 2.4,
    tilt: -0.15,
    size: 0.35,
    sizeSigma: 0.4,
    lumpiness: 0.06,
    firstStage: [6, 4, 0],
    activityRate: 1.4,
    activityMix: [66, 20, 4, 0, 0, 10],
    margin: 58,
    responseHours: 2,
    plannedWeeks: 8,
    fromLead: 0.45,
  },
  Partner: {
    pace: 1.15,
    tilt: -0.08,
    size: 1.3,
    sizeSigma: 0.7,
    lumpiness: 0.35,
    firstStage: [3, 5, 2],
    activityRate: 0.6,
    activityMix: [20, 36, 8, 26, 4, 6],
    margin: 38,
    responseHours: 14,
    plannedWeeks: 10,
    fromLead: 0.15,
  },
  Web: {
    pace: 2.8,
    tilt: -0.42,
    size: 0.15,
    sizeSigma: 0.5,
    lumpiness: 0.12,
    firstStage: [1, 5, 4],
    activityRate: 1.2,
    activityMix: [20, 60, 4, 0, 0, 16],
    margin: 64,
    responseHours: 1,
    plannedWeeks: 5,
    fromLead: 0.8,
  },
} as const satisfies Record<Method, unknown>

/** Segments. `size` is the median deal of a field rep in company currency; `deals` the mean per account. */
export const segments = {
  SMB: { share: 0.62, pace: 1.15, tilt: 0.03, size: 9_000, deals: 3.3, employees: [4, 99] },
  'Mid-Market': { share: 0.28, pace: 1, tilt: 0, size: 28_000, deals: 5.4, employees: [100, 999] },
  Enterprise: { share: 0.1, pace: 0.75, tilt: -0.06, size: 90_000, deals: 8.4, employees: [1_000, 24_000] },
} as const satisfies Record<Segment, unknown>

/** Tilt on top of the two main effects: phone suits small customers, field and partners large ones. */
export const methodInSegment: Record<Method, Record<Segment, number>> = {
  Field: { SMB: -0.05, 'Mid-Market': 0, Enterprise: 0.08 },
  Phone: { SMB: 0.07, 'Mid-Market': 0, Enterprise: -0.15 },
  Partner: { SMB: -0.03, 'Mid-Market': 0.02, Enterprise: 0.05 },
  Web: { SMB: 0.05, 'Mid-Market': -0.04, Enterprise: -0.12 },
}

export const dealTypeTilt: Record<DealType, number> = { 'New Business': -0.04, Expansion: 0.06, Renewal: 0.2 }

/** Weights of the methods in a territory, by its kind, in the order of `methodNames`. */
export const methodMix = {
  physical: [62, 14, 18, 6],
  phone: [6, 72, 8, 14],
  digital: [3, 24, 13, 60],
} as const

/** Effects that all deals share; `tilt` and `pace` as in `methods`. */
export const effects = {
  repSkillSd: 0.12,
  rampTilt: -0.16,
  rampDays: 180,
  rampStart: 0.4,
  sizeTilt: -0.05,
  pushTilt: -0.05,
  pushLimit: 4,
  oldAfterWeeks: 26,
  oldTilt: -0.12,
  quietAfterDays: 28,
  quietTilt: -0.08,
  quietPace: 0.65,
  stageAgePace: [
    { untilWeeks: 1, pace: 0.7 },
    { untilWeeks: 8, pace: 1.05 },
    { untilWeeks: 16, pace: 0.65 },
    { untilWeeks: 1_000, pace: 0.3 },
  ],
  rush: { lastDays: 14, win: 2.4, lose: 1.35 },
  lull: { firstDays: 21, win: 0.72, lose: 0.9 },
} as const

/** Weights of the calendar months (January first) in the creation of deals, and growth a year. */
export const monthWeights = [0.9, 1.02, 1.12, 0.78, 1.02, 1.08, 0.96, 0.94, 1.1, 1.14, 1.06, 0.72] as const
export const yearlyGrowth = 0.14

/** Shares of deals with a trait, of which some make the CRM less clean than it should be. */
export const shares = {
  methodBlank: 0.01,
  amountLate: 0.03,
  nextStepBlank: 0.18,
  lossReasonBlank: 0.14,
  competitorKnown: 0.6,
  reopened: 0.012,
  duplicateDeal: 0.007,
  mergedAccount: 0.015,
  accountWithoutDeals: 0.07,
  lineItemsMismatch: 0.02,
  enteredLate: 0.03,
  lateEvening: 0.35,
  afterMidnight: 0.15,
  dirty: 0.003,
} as const
