import type { Messages } from './en.ts'
import { accuracyWords } from './th/accuracy.ts'
import { actionsWords } from './th/actions.ts'
import { bridgeWords } from './th/bridge.ts'
import { cycleWords } from './th/cycle.ts'
import { dataWords } from './th/data.ts'
import { deliveriesWords } from './th/deliveries.ts'
import { exploreWords } from './th/explore.ts'
import { faultsWords } from './th/faults.ts'
import { forecastWords } from './th/forecast.ts'
import { healthWords } from './th/health.ts'
import { incentivesWords } from './th/incentives.ts'
import { leadsWords } from './th/leads.ts'
import { notationWords } from './th/notation.ts'
import { pageWords } from './th/page.ts'
import { peopleWords } from './th/people.ts'
import { pipelineWords } from './th/pipeline.ts'
import { reportsWords } from './th/reports.ts'
import { resultsWords } from './th/results.ts'
import { signInWords } from './th/sign-in.ts'
import { strategyWords } from './th/strategy.ts'
import { viewsWords } from './th/views.ts'

/** All words in Thai, by subject as in English. */
export const th: Messages = {
  language: 'th',
  ...pageWords,
  ...notationWords,
  ...signInWords,
  ...actionsWords,
  ...exploreWords,
  ...viewsWords,
  ...resultsWords,
  ...pipelineWords,
  ...forecastWords,
  ...accuracyWords,
  ...cycleWords,
  ...strategyWords,
  ...peopleWords,
  ...incentivesWords,
  ...leadsWords,
  ...healthWords,
  ...bridgeWords,
  ...dataWords,
  ...reportsWords,
  ...deliveriesWords,
  ...faultsWords,
}
