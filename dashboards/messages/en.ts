import { accuracyWords } from './en/accuracy.ts'
import { actionsWords } from './en/actions.ts'
import { bridgeWords } from './en/bridge.ts'
import { cycleWords } from './en/cycle.ts'
import { dataWords } from './en/data.ts'
import { deliveriesWords } from './en/deliveries.ts'
import { exploreWords } from './en/explore.ts'
import { faultsWords } from './en/faults.ts'
import { forecastWords } from './en/forecast.ts'
import { healthWords } from './en/health.ts'
import { incentivesWords } from './en/incentives.ts'
import { leadsWords } from './en/leads.ts'
import { notationWords } from './en/notation.ts'
import { pageWords } from './en/page.ts'
import { peopleWords } from './en/people.ts'
import { pipelineWords } from './en/pipeline.ts'
import { reportsWords } from './en/reports.ts'
import { resultsWords } from './en/results.ts'
import { signInWords } from './en/sign-in.ts'
import { strategyWords } from './en/strategy.ts'
import { viewsWords } from './en/views.ts'
import type { Language } from './languages.ts'

/** All words of pages and reports, by subject. Another language is another folder of the same shape. */
export const en = {
  language: 'en' as Language,
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
  ...deliveriesWords,
  ...faultsWords,
  ...reportsWords,
}

export type Messages = typeof en
