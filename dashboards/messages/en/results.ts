import { counted } from './counted.ts'

export const resultsWords = {
  deals: {
    won: 'Deals won',
    closed: 'Deals closed',
    open: 'Open deals',
    createdDeals: 'Deals created',
    name: 'Deal',
    account: 'Account',
    owner: 'Owner',
    status: 'Outcome',
    stage: 'Stage',
    amount: 'Amount',
    closedOn: 'Closed',
    created: 'Created',
    plannedClose: 'Close date',
    cycle: 'Cycle, days',
  },
  bookings: {
    measure: 'Bookings',
    ofQuota: (share: string, elapsed: string) => `${share} of quota, ${elapsed} of the time gone`,
    ofQuotaDone: (share: string) => `${share} of quota`,
    note: (won: string) => `${won} deals won`,
  },
  attainment: {
    measure: 'Quota attainment',
    note: (quota: string) => `of a quota of ${quota}`,
  },
  winRate: {
    measure: 'Win rate',
    note: (won: string, closed: string) => `${won} won of ${closed} closed`,
  },
  cycle: {
    measure: 'Median sales cycle',
    note: (average: string, p90: string) => `average ${average}, 90% within ${p90}`,
  },
  created: {
    measure: 'Pipeline created',
    note: (deals: string) => `${deals} deals created`,
  },
  averageDeal: {
    measure: 'Average deal',
    note: (won: string) => `over ${won} deals won`,
  },
  effort: {
    measure: 'Activities per won deal',
    note: (all: string) => `${all} with those on lost deals`,
  },
  byMonth: {
    measure: 'Bookings by month',
    month: 'Month',
    above: (met: number, months: number) => `Bookings reached quota in ${met} of ${months} complete months.`,
    label: (months: number) => `Columns of bookings in ${months} months, beside quota and the year before.`,
  },
  distribution: {
    measure: 'Length of won sales cycles',
    axis: 'days from creation to win',
    band: 'Days',
    openBand: (from: number) => `${from} or more`,
    wins: 'Deals won',
    median: (days: string) => `median ${days}`,
    p90: (days: string) => `90% within ${days}`,
    message: (median: string, p90: string) =>
      `Half of the won deals took ${median} days or less; 90% took ${p90} or less.`,
    days: (band: string) => `${band} days`,
    tooltip: (band: string, count: number) => `${band} days: ${counted(count, 'deal', 'deals')} won`,
    label: 'Histogram of sales cycle lengths of won deals, with the median and the 90th percentile marked.',
  },
  week: {
    measure: 'Bookings of the past week',
    note: (won: string) => `${won} deals won`,
  },
}
