export const bridgeWords = {
  bridge: {
    measure: {
      won: "Bookings: from the CRM's files to here",
      open: "Open pipeline: from the CRM's files to here",
    },
    theirs: 'Sum of the files',
    ours: 'Our total',
    mixed: 'as written',
    theirsNote: (deals: string) =>
      `${deals} won deals by the CRM's files, deleted ones included, each amount in its own currency`,
    oursNote: (deals: string) => `${deals} won deals`,
    lines: { deleted: 'Deleted', missing: 'No longer exported', merged: 'Merged', converted: 'Currency' },
    line: 'Line',
    deals: 'Deals',
    records: 'Deals of the line',
    source: 'Source',
    currency: 'Currency',
    eachOwn: 'each its own',
    byCurrency: 'Bookings by currency of the deal',
    none: 'The files of the CRM have no such deal.',
    message: (theirs: string, ours: string, unloaded: string) =>
      `Amounts as written in the CRM's files add up to ${theirs}; here they are ${ours}. ${unloaded} records of deals did not load and are in neither.`,
    label:
      "Waterfall from the sum of the CRM's files to our total: what is deleted, no longer exported or merged, and what currencies make of it.",
  },
}
