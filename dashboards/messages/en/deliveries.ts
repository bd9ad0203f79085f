/** Words of what is sent: notes on reports, notices of failures, alerts. */
export const deliveriesWords = {
  delivery: {
    late: (due: string) => `Sent late: it was due ${due}, and the data were not sound then.`,
    notice: {
      subject: (report: string, company: string) => `Not sent: ${report}, ${company}`,
      title: 'A report was not sent',
      lead: (report: string, due: string) => `${report}, due ${due}, was not sent:`,
      toSome: (report: string, due: string) => `${report}, due ${due}, did not go to everybody:`,
      whom: (recipient: string) => `to ${recipient}`,
      cure: (cure: string) => `What to do: ${cure}`,
      notJudged: (alert: string) => `The alert "${alert}" could not be judged:`,
      later: 'The next sound build sends it with a note, if the period after it is not due by then.',
    },
    alert: {
      subject: (alert: string, company: string) => `${alert}, ${company}`,
      below: (measure: string, value: string, limit: string) => `${measure} is ${value}, below ${limit}.`,
      above: (measure: string, value: string, limit: string) => `${measure} is ${value}, above ${limit}.`,
      falls: (measure: string, share: string, weeks: string, limit: string) =>
        `${measure} of the last week is ${share} lower than its mean of the ${weeks} weeks before; the limit is ${limit}.`,
      rises: (measure: string, share: string, weeks: string, limit: string) =>
        `${measure} of the last week is ${share} higher than its mean of the ${weeks} weeks before; the limit is ${limit}.`,
      of: (from: string, to: string) => `Of ${from} to ${to}.`,
      where: (member: string, values: string) => `Where ${member} is ${values}.`,
      asOf: (moment: string) => `Data to ${moment}, with what you may see.`,
      once: 'You hear of it once, until it has been quiet in between. On the page Reports you can snooze it.',
    },
  },
}
