import { counted } from './counted.ts'

export const peopleWords = {
  reps: {
    measure: 'Reps',
    unit: (currency: string) => `${currency}, sorted by bookings`,
    rep: 'Rep',
    bookings: 'Bookings',
    quota: 'Quota',
    attainment: 'Attainment',
    winRate: 'Win rate',
    closed: 'Closed',
    cycle: 'Cycle',
    variation: 'Variation',
    activities: 'Activities',
    message: (met: number, reps: number) =>
      `${met} of ${counted(reps, 'rep', 'reps')} with a quota reached it.`,
    onPace: (met: number, reps: number, elapsed: string) =>
      `${met} of ${counted(reps, 'rep', 'reps')} with a quota booked at least ${elapsed} of it, the share of time gone.`,
  },
  atQuota: {
    measure: 'Reps at quota',
    note: (met: string, all: string) => `${met} of ${all} with a quota`,
  },
  ramp: {
    measure: 'Ramp time',
    table: 'Reps ramping up',
    period: (day: string) => `all reps followed to ${day}`,
    none: 'No rep is followed from their start.',
    notReached: (n: string) => `Fewer than half of the ${n} reps followed are ramped up.`,
    note: (ramped: string, all: string, left: string) =>
      `${ramped} of ${all} reps ramped up; ${left} left before, counted as far as followed`,
    message: (still: number) =>
      still === 0
        ? 'No rep is still ramping up.'
        : `${counted(still, 'rep is', 'reps are')} still ramping up.`,
    start: 'Quota since',
    state: 'State',
    months: 'Months followed',
    ramped: 'ramped up',
    left: 'left before',
    still: 'ramping',
  },
  byTeam: {
    attainment: 'Quota attainment by team',
    effort: 'Activities by team',
    credited: 'Credited',
    withQuota: 'Reps with quota',
    atQuota: 'Reps at quota',
    activities: 'Activities',
    perWin: 'A won deal',
    perClosed: 'With lost deals',
    attainmentLabel: 'Bars of quota attainment and credited bookings by team.',
    effortLabel: 'Bars of activities, and of activities a won deal with the number of wins, by team.',
  },
  steady: {
    measure: 'Consistency of reps',
    none: 'No rep has six complete months with bookings.',
    message: (name: string) => `${name} books most steadily.`,
    variation: 'Variation',
    months: 'Months',
    atTarget: 'Months at target',
    atTargetUnit: '70% of quota, ever',
    gini: 'Gini',
    giniUnit: 'ever',
  },
}
