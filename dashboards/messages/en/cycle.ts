export const cycleWords = {
  life: {
    median: 'Median time to close',
    within90: 'Won within 90 days',
    period: (day: string) => `all deals created to ${day}`,
    notFollowed:
      'Lives of deals are followed by one territory, method, team or segment of enough deals at a time.',
    notReached: (n: string) => `Fewer than half of the ${n} deals followed are closed.`,
    medianNote: (low: string, high: string, n: string, open: string) =>
      `95% interval ${low} to ${high}; n = ${n}, ${open} still open and counted as far as followed`,
    withinNote: (d30: string, d180: string, n: string) =>
      `${d30} within 30 days, ${d180} within 180; of ${n} deals created`,
  },
  curve: {
    outcomes: 'What becomes of deals',
    wonBy: {
      method: 'Deals won by age and selling method',
      segment: 'Deals won by age and segment',
    },
    outcome: { won: 'Won', lost: 'Lost', open: 'Open' },
    allDeals: 'Deals',
    outcomeMessage: (days: string, won: string, lost: string, open: string) =>
      `After ${days} days ${won} of the deals are won, ${lost} lost and ${open} still open.`,
    outcomeLabel:
      'Step curves of the share of deals won, lost and still open by days since creation, with 95% bands and the number still open.',
    wonLabel: (kind: string) =>
      `Step curves of the share of deals won by days since creation, one a ${kind}, with 95% bands and the number still open.`,
    wonMessage: (best: string, share: string, quickest: string, days: string) =>
      `${best} wins most of its deals within 90 days (${share}); ${quickest} decides soonest, half of them in ${days} days.`,
    end: (name: string, days: string) => `${name} ${days} d`,
    axis: 'days since creation',
    atRisk: 'Still open and followed',
    day: 'Days',
    atRiskOf: (name: string) => `${name}, open`,
  },
  inStage: {
    measure: 'Time in stage',
    median: 'Median',
    average: 'Average',
    none: 'No stay in a stage that began in this period has ended.',
    message: (stage: string, days: string) => `Deals stay longest in ${stage}: ${days} days in the middle.`,
    label: 'Bars of the median and average days that deals stay in each stage.',
  },
  funnel: {
    measure: (days: number) => `Reached or passed within ${days} days`,
    period: (days: number, day: string) => `all deals at least ${days} days old on ${day}`,
    reached: 'Reached of all',
    passed: 'Went on',
    none: 'No deal is old enough.',
    message: (stage: string, share: string) => `Fewest go on from ${stage}: ${share} of those that reach it.`,
    label: 'Bars of the share of deals that reached or passed each stage, and of those that went on from it.',
  },
}
