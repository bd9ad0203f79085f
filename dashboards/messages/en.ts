import type { FilterName, Narrowing } from '../tiles/filters.ts'

const people = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** All words of pages and reports. Another language is another file of the same shape. */
export const en = {
  language: 'en',
  noPeriod: (today: string) =>
    `The calendar has no fiscal quarter for ${today}; build dim_date for this day.`,

  page: {
    titles: { overview: 'Overview', data: 'Data' },
    groups: { results: 'Results', pipeline: 'Pipeline', people: 'People', data: 'Data' },
    navigation: 'Pages',
    menu: (page: string) => `Pages: ${page}`,
    denied: 'This page is not for your role',
    deniedWhy: (page: string, roles: readonly string[]) =>
      `${page} is for ${roles.join(', ')}. Ask whoever keeps the users if you need it.`,
    deniedBack: (page: string) => `Go to ${page}`,
    sample: 'Sample company',
    skip: 'Skip to the numbers',
    keyFigures: 'Key figures',
    details: 'Where it comes from',
    showAll: (rows: string) => `Show all ${rows}`,
    showFewer: 'Show fewer',
    asTable: 'Table',
    asChart: 'Chart',
    asTableOf: (tile: string) => `Show ${tile} as a table`,
    asChartOf: (tile: string) => `Show ${tile} as a chart`,
    retry: 'Try again',
    failed: (why: string) => `This tile could not be loaded: ${why}`,
    loading: (tile: string) => `Loading ${tile}`,
    noAnswer: 'the server does not answer',
    contextFailed: (why: string) => `The page cannot be shown: ${why}`,
    lost: (moment: string) =>
      `No connection to the server since ${moment}. The numbers shown are from before; the page tries again by itself.`,
    startServer: 'Check that salesops is running.',
    light: 'Light',
    dark: 'Dark',
    useTheme: (theme: string) => `Use the ${theme} theme`,
  },

  signIn: {
    title: 'Sign in',
    name: 'Name or e-mail address',
    password: 'Password',
    submit: 'Sign in',
    out: 'Sign out',
    lookAs: 'Look as',
    everyone: 'Everyone (admin)',
    roles: { rep: 'Rep', manager: 'Manager', analyst: 'Analyst', vp: 'VP', admin: 'Admin' },
    refused: {
      failed: 'The sign-in did not come to its end. Try again.',
      left: 'This person has left the company in the CRM and cannot sign in.',
      no_email: 'The provider gave no confirmed e-mail address.',
      no_group: 'This person is in none of the groups that have a role here.',
    } as Readonly<Record<string, string>>,
  },

  filter: {
    label: 'Filters',
    period: 'Period',
    presets: 'To date',
    quarters: 'Fiscal quarters',
    years: 'Fiscal years',
    name: {
      territory: 'Territory',
      method: 'Selling method',
      team: 'Team',
      rep: 'Rep',
      segment: 'Segment',
    } satisfies Record<FilterName, string>,
    compare: 'Compare with',
    all: 'All',
    reset: 'Reset',
    preset: {
      'this-quarter': 'This quarter',
      'last-quarter': 'Last quarter',
      'this-year': 'This fiscal year',
      'last-year': 'Last fiscal year',
      'last-12-months': 'Last 12 months',
    },
    comparison: {
      prior: 'Prior period',
      'last-year': 'Same period last year',
      target: 'Target',
    },
    failed: (what: string) => `${what} cannot be listed`,
  },

  build: {
    asOf: (moment: string) => `Data to ${moment}`,
    audits: (passed: number, warnings: number) =>
      warnings === 0
        ? `audits ${passed} passed`
        : `audits ${passed} passed, ${people(warnings, 'warning', 'warnings')}`,
    quarantined: (count: string, one: boolean) => `${count} ${one ? 'record' : 'records'} quarantined`,
    none: 'no record quarantined',
    stale: (names: string) => `${names}: no new data within its limit`,
    strip: (held: readonly string[], stale: readonly string[]) =>
      [
        held.length > 0 && `Held back: ${held.join(', ')}.`,
        stale.length > 0 && `No new data within its limit: ${stale.join(', ')}.`,
      ]
        .filter(Boolean)
        .join(' '),
    see: 'See why in Data',
    held: (name: string, why: string) => `${name} is held back: ${why}`,
    panel: 'Build and sources',
    close: 'Close',
    id: 'Build',
    published: 'Published',
    source: 'Source',
    lastRecord: 'Newest record',
    records: 'Records',
    loaded: 'Loaded',
    quarantinedHead: 'Quarantined',
    state: 'State',
    freshness: { fresh: 'fresh', warn: 'ageing', stale: 'stale' },
    never: 'never',
    warning: (model: string, audit: string, failures: string) => `${model}: ${audit}: ${failures} rows`,
    allPassed: 'Every audit of this build passed.',
  },

  title: {
    everyone: 'whole company',
    one: ({ territory, method, team, rep, segment }: Narrowing) =>
      [rep, team, territory, segment && `${segment} accounts`, method && `by ${method.toLowerCase()}`]
        .filter(Boolean)
        .join(', '),
    toDate: (name: string, day: string) => `${name} to ${day}`,
    months12: '12 months',
    atDay: (day: string) => `on ${day}`,
    untilMonth: (months: number, month: string) => `${months} months to ${month}`,
    week: (from: string, to: string) => `${from} to ${to}`,
  },

  variance: {
    quota: 'quota',
    period: (name: string, days: number | null) =>
      days === null ? name : `${name}, first ${people(days, 'day', 'days')}`,
    before12: 'the 12 months before',
    points: (text: string) => `${text} pts`,
    days: (text: string) => `${text} d`,
  },

  code: { AC: 'Actual', PL: 'Quota', PY: 'Year before', FC: 'Forecast' },
  unit: {
    currency: (code: string) => code,
    percent: '%',
    days: 'days',
    perWin: 'per won deal',
    deals: 'deals',
    number: 'number',
  },

  empty: {
    noDeals: 'No deal was closed in this period.',
    noWins: 'No deal was won in this period.',
    noQuota: 'No quota is set for this period.',
    quotaNotBy: (filter: string) => `Quota is not set by ${filter}. Choose all to see it.`,
    noReps: 'No rep closed a deal or carried a quota in this period.',
    noEffort: 'No activity is recorded in this period, or no deal was won.',
  },
  missing: {
    things: { opportunity: 'deals', quota: 'quotas', activity: 'activities' },
    drop: (things: string, places: readonly string[]) => `No ${things} yet. Drop ${places.join(', or ')}.`,
    inSource: (files: string, source: string) => `${files} in the source ${source}`,
    inKind: (files: string, kind: string) => `${files} in a source of kind ${kind}`,
    byMapping: (files: string, source: string) =>
      `${files} in the source ${source} and map it (salesops init-mapping proposes how)`,
    or: (files: readonly string[]) => files.join(' or '),
  },
  tooFew: (n: string) => `n = ${n}, too few`,

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
  pipeline: {
    measure: 'Open pipeline',
    note: (deals: string) => `${deals} open deals`,
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
    tooltip: (band: string, count: number) => `${band} days: ${people(count, 'deal', 'deals')} won`,
    label: 'Histogram of sales cycle lengths of won deals, with the median and the 90th percentile marked.',
  },
  yield: {
    method: 'Selling method',
    territory: 'Territory',
    byMethod: 'Win rate and consistency by selling method',
    byTerritory: 'Win rate and consistency by territory',
    rateBy: (what: string) => `Win rate by ${what.toLowerCase()}`,
    winRate: 'Win rate',
    variationHead: 'Variation',
    deals: 'Deals closed',
    ofDeals: (rate: string, n: string) => `${rate} of ${n}`,
    notKnown: 'under 6 months',
    best: (name: string, rate: string, last: string, lastRate: string) =>
      `${name} wins more often than ${last}: ${rate} against ${lastRate}.`,
    alike: 'No clear best by win rate.',
    range: (low: string, high: string) => `${low} to ${high}`,
    rangeHead: '95% interval',
    panelRate: 'Win rate',
    panelVariation: 'Variation',
    steadiest: (name: string) => `${name} is the steadiest.`,
    label: (what: string) =>
      `Bars of win rate with its 95% interval and the number of closed deals, and of variation, by ${what}.`,
  },
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
      `${met} of ${people(reps, 'rep', 'reps')} with a quota reached it.`,
    onPace: (met: number, reps: number, elapsed: string) =>
      `${met} of ${people(reps, 'rep', 'reps')} with a quota booked at least ${elapsed} of it, the share of time gone.`,
  },
  week: {
    measure: 'Bookings of the past week',
    note: (won: string) => `${won} deals won`,
  },

  data: {
    question: 'Is the data sound?',
    all: 'all sources',
    fresh: 'Fresh sources',
    ofSources: (all: string) => `of ${all}`,
    loaded: 'Records loaded',
    ofRecords: (all: string) => `of ${all} records`,
    quarantined: 'Records quarantined',
    share: (share: string) => `${share} of all records`,
    passed: 'Audits passed',
    ofAudits: (all: string, failed: string) => `of ${all}; ${failed} failed`,
    heldTitle: 'Sources held back',
    noneHeld: 'No source is held back.',
    heldMessage: (names: readonly string[]) =>
      `${names.join(', ')}: nothing of the newest files is in these numbers.`,
    why: 'Why, and what to do',
    sources: 'Sources',
    source: 'Source',
    state: 'State',
    held: 'held back',
    freshness: { fresh: 'fresh', warn: 'ageing', stale: 'stale' },
    newest: 'Newest record',
    never: 'never',
    records: 'Records',
    loadedHead: 'Loaded',
    quarantinedHead: 'Quarantined',
    run: "in the build's run",
    notRecords: 'Not records',
    notRecordsUnit: 'lines',
    warningsHead: 'Warnings',
    warnings: 'Warnings about files',
    noWarnings: 'No file loaded with a warning.',
    file: 'File',
    field: 'Field',
    warning: 'Warning',
    reasons: 'Why records are quarantined',
    noReasons: 'No record is quarantined.',
    entity: 'Read as',
    reason: 'Reason',
    faults: 'Faults',
    cure: 'What to do',
    reasonsMessage: (place: string, reason: string, count: string) =>
      `Most often: ${place} ${reason} (${count}). The command salesops quarantine lists each record.`,
    audits: 'Audits that failed',
    noAudits: 'Every audit of this build passed.',
    table: 'Table',
    audit: 'What must hold',
    severity: 'Severity',
    rows: 'Rows',
    examples: 'Such as',
    severities: { error: 'error', warn: 'warning' },
  },

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

export type Messages = typeof en
