const listed = new Intl.ListFormat('en', { type: 'conjunction' })

export const reportsWords = {
  report: {
    titles: {
      'weekly-executive': 'Weekly executive report',
      'monthly-review': 'Monthly business review',
      'pipeline-meeting': 'Pipeline meeting',
      'rep-digest': 'Your week in sales',
      'forecast-accuracy': 'Accuracy of forecasts',
      'crm-health': 'Health of the CRM',
    },
    subject: (title: string, company: string, period: string) => `${title}, ${company}, ${period}`,
    build: (id: string, published: string) => `build ${id}, published ${published}`,
    quality: 'Is the data sound?',
    definitions: 'How each number is computed',
    quarantineNote: 'A quarantined record is in no number of this report.',
    leftOut: (tiles: readonly string[]) =>
      `Left out, because it is of the whole company and your role does not see it: ${tiles.join(', ')}.`,
    figures: 'Key figures',
    changesTitle: (from: string, to: string, currency: string) =>
      `What changed most from ${from} to ${to}, and why, ${currency}`,
    changes: {
      deals: (count: string, isOne: boolean) => `${count} ${isOne ? 'deal' : 'deals'}`,
      booked: (amount: string, deals: string, isUp: boolean) =>
        isUp
          ? `Bookings grew by ${amount}, from ${deals}.`
          : `Bookings fell by ${amount}: more was taken back than won.`,
      moved: {
        new: (amount: string, deals: string) =>
          `New deals added ${amount} to the quarter's pipeline: ${deals}.`,
        're-opened': (amount: string, deals: string) =>
          `Re-opened deals brought ${amount} back into the quarter's pipeline: ${deals}.`,
        'pulled in': (amount: string, deals: string) =>
          `Deals pulled in added ${amount} to the quarter's pipeline: ${deals}.`,
        'amount up': (amount: string, deals: string) =>
          `Open deals of the quarter grew by ${amount}: ${deals}.`,
        'amount down': (amount: string, deals: string) =>
          `Open deals of the quarter shrank by ${amount}: ${deals}.`,
        'pushed out': (amount: string, deals: string) =>
          `Deals pushed out took ${amount} from the quarter's pipeline: ${deals}.`,
        lost: (amount: string, deals: string) =>
          `Lost deals took ${amount} from the quarter's pipeline: ${deals}.`,
      },
      forecast: (quarter: string, amount: string, isUp: boolean) =>
        `Our forecast of ${quarter} ${isUp ? 'rose' : 'fell'} by ${amount}.`,
      by: {
        method: (name: string, amount: string) => `${amount} by ${name}`,
        territory: (name: string, amount: string) => `${amount} in ${name}`,
        rep: (name: string, amount: string) => `${amount} with ${name}`,
        cause: (name: string, amount: string) => `${amount} from: ${name.toLowerCase()}`,
      },
      why: (parts: readonly string[]) => `Most of it: ${listed.format(parts)}.`,
      none: 'Nothing was booked, and nothing moved the pipeline.',
    },
    pageOf: (page: string, pages: string) => `Page ${page} of ${pages}`,
    numbers: 'Its numbers are in the attached workbook.',
    moreRows: (rows: string) => `${rows} more rows are in the attached workbook and PDF.`,
    pictureOf: (title: string) => `Chart: ${title}`,
  },
}
