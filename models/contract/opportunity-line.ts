import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a line of an opportunity. */
export const opportunityLine = entity({
  name: 'opportunity_line',
  grain: 'one version of a line of an opportunity',
  key: ['line_id'],
  columns: {
    line_id: required('text', 'Id of the line'),
    opportunity_id: required('text', 'Opportunity'),
    product_id: optional('text', 'Product'),
    product_name: optional('text', 'Product, where the file names it instead'),
    quantity: optional('double', 'Quantity'),
    unit_price: optional('amount', "Price of one, in the deal's currency"),
    amount: optional('amount', "Total of the line, in the deal's currency"),
    discount: optional('double', 'Discount given, 0 to 1'),
    ...recordTimes,
  },
})
