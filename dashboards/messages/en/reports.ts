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
    figures: 'Key figures',
  },
}
