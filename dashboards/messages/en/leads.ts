export const leadsWords = {
  leads: {
    created: 'Leads created',
    withinHour: 'Answered in an hour',
    unanswered: 'Unanswered',
    conversion: 'Conversion',
    none: 'No lead was created in this period.',
    answeredNote: (share: string, n: string) => `${share} of ${n} leads answered at all`,
    conversionNote: (converted: string, n: string) =>
      `${converted} of ${n} leads; young ones have had less time`,
    createdNote: (converted: string) => `${converted} converted so far`,
    ofLeads: (n: string) => `of ${n} leads created`,
    by: { source: 'Leads by source', campaign: 'Leads by campaign' },
    head: { source: 'Source', campaign: 'Campaign' },
    untold: 'not told',
    best: (name: string, share: string) => `${name} converts best: ${share}.`,
    byLabel: 'Bars of lead conversion with the number of leads, and of the share answered within an hour.',
    byMonth: 'Leads by month',
    byMonthLabel: 'Columns of leads created by month, beside those of the year before.',
    unansweredTable: 'Unanswered leads',
    allAnswered: 'Every lead of this period was answered.',
    unansweredMessage: (all: string, shown: string, isCut: boolean) =>
      isCut ? `The newest ${shown} of ${all} unanswered leads.` : `${all} leads wait for an answer.`,
    lead: 'Lead',
    createdOn: 'Created',
    status: 'Status',
    minutes: 'Answered after, minutes',
    which: { all: 'Leads created', converted: 'Leads converted', unanswered: 'Leads unanswered' },
  },
  response: {
    measure: 'Time to answer a lead',
    period: (day: string) => `all leads created to ${day}`,
    median: 'Median, minutes',
    withinHour: 'Within an hour',
    within5: 'Within 5 minutes',
    business: 'Median, working time',
    notReached: 'not reached',
    message: (name: string, minutes: string) =>
      `${name} answers soonest: half of its leads within ${minutes} minutes.`,
    label:
      'Bars of the median minutes to the first answer with the number of leads, and of the share answered within an hour, by selling method.',
  },
}
