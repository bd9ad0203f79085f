import { filterNames } from '../tiles/filters.ts'
import { answeredWithinAnHour, leadConversion, leadsCreated, leadsUnanswered } from '../tiles/lead-figures.ts'
import { leadResponse } from '../tiles/lead-response.ts'
import { leadsByCampaign, leadsBySource } from '../tiles/leads-by.ts'
import { leadsByMonth } from '../tiles/leads-by-month.ts'
import { unansweredLeads } from '../tiles/unanswered-leads.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Are leads answered soon, and which become deals? */
export const leads: Page = {
  id: 'leads',
  path: pagePaths.leads,
  title: (words) => words.page.titles.leads,
  group: 'pipeline',
  filters: filterNames,
  figures: [answeredWithinAnHour, leadsUnanswered, leadConversion, leadsCreated],
  details: [
    { tile: leadResponse, width: 'half' },
    { tile: leadsByMonth, width: 'half' },
    { tile: leadsBySource, width: 'half' },
    { tile: leadsByCampaign, width: 'half' },
    { tile: unansweredLeads, width: 'full' },
  ],
}
