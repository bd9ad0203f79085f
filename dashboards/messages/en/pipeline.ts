import { counted } from './counted.ts'

export const pipelineWords = {
  pipeline: {
    measure: 'Open pipeline',
    note: (deals: string) => `${deals} open deals`,
  },
  due: {
    measure: 'Conversion of what was due',
    none: 'No deal was due in this quarter at its start.',
    note: (amount: string, deals: string, slipped: string) =>
      `of ${amount} in ${deals} deals due at its start; ${slipped} have slipped`,
  },
  coverage: {
    measure: 'Pipeline coverage',
    reached: 'The quota of this period is reached: nothing is left to cover.',
    note: (open: string, left: string) => `${open} to close for ${left} of quota left.`,
    before: (share: string) => `In past quarters ${share} of what was open at this point was won.`,
  },
  waterfall: {
    measure: "What moved the quarter's pipeline",
    period: (quarter: string) => `due in ${quarter}`,
    none: 'Nothing moved in the pipeline of this quarter.',
    opening: 'Opening',
    closing: 'Closing',
    moved: 'Moved',
    reason: 'Reason',
    amount: 'Amount',
    deals: 'Deals',
    reasons: {
      new: 'New',
      're-opened': 'Re-opened',
      'pulled in': 'Pulled in',
      'amount up': 'Amount up',
      'amount down': 'Amount down',
      'pushed out': 'Pushed out',
      'owner in': 'Owner in',
      'owner out': 'Owner out',
      currency: 'Currency',
      won: 'Won',
      lost: 'Lost',
    },
    message: (reason: string, amount: string) =>
      `Besides what was won, most left the quarter's pipeline as ${reason.toLowerCase()}: ${amount}.`,
    label:
      'Waterfall of the pipeline due in the quarter: its opening, what moved it by reason, and its closing.',
  },
  trend: {
    measure: 'Open pipeline by week',
    period: (weeks: number, day: string) => `${weeks} weeks to ${day}`,
    none: 'No pipeline is kept for these weeks.',
    week: 'Week of',
    deals: 'Open deals',
    message: (change: string) => `The open pipeline stands ${change} against the same week a year before.`,
    label: 'Lines of the open pipeline at the end of each week, this year and the year before.',
  },
  stages: {
    measure: 'Open pipeline by stage',
    stage: 'Stage',
    amount: 'Amount',
    deals: 'Deals',
    age: 'Median age, days',
    none: 'No deal is open.',
    label: 'Bars of the amount, number and median age of open deals by stage, the first stage on top.',
  },
  ageing: {
    measure: 'Age of open deals',
    axis: 'days since creation',
    message: (median: string, p90: string) =>
      `Half of the open deals are ${median} days old or younger; 90% are ${p90} or younger.`,
    tooltip: (band: string, count: number) => `${band} days: ${counted(count, 'open deal', 'open deals')}`,
    label: 'Histogram of the age of open deals, with the median and the 90th percentile marked.',
  },
  attention: {
    measure: 'Deals to turn to',
    unit: 'stale, overdue or pushed',
    deal: 'Deal',
    owner: 'Owner',
    stage: 'Stage',
    amount: 'Amount',
    close: 'Close date',
    why: 'Why',
    none: 'No open deal is stale, overdue or pushed twice.',
    rule: (rule: string, detail: string | null) => (detail === null ? rule : `${rule} (${detail})`),
    pushed: (times: string) => `pushed ${times} times`,
    message: (deals: number) =>
      `${counted(deals, 'open deal is', 'open deals are')} stale, overdue, long in the stage or pushed twice or more.`,
    largest: (deals: number) => `The ${deals} largest of the open deals that somebody should turn to.`,
    pushedOnly: (deals: number) =>
      `${counted(deals, 'open deal was', 'open deals were')} pushed twice or more; the other rules are not kept by selling method.`,
  },
  dueDeals: {
    measure: 'Deals to close',
    account: 'Account',
    none: 'No open deal is planned to close in this period.',
    message: (deals: string, amount: string) => `${deals} open deals are planned to close, worth ${amount}.`,
  },
}
