export const reportsWords = {
  report: {
    weekly: 'Weekly executive report',
    asOf: (moment: string) => `Data to ${moment}`,
    build: (id: string, published: string) => `build ${id}, published ${published}`,
    quality: 'Is the data sound?',
    definitions: 'How each number is computed',
    quarantineNote: 'A quarantined record is in no number of this report.',
    period: (name: string) => `Period: ${name}`,
  },
}
