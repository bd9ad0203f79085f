import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a product. */
export const product = entity({
  name: 'product',
  grain: 'one version of a product',
  key: ['product_id'],
  columns: {
    product_id: required('text', 'Id of the product'),
    name: required('text', 'Name'),
    code: optional('text', 'Product code'),
    family: optional('text', 'Product family'),
    is_active: optional('boolean', 'False once withdrawn or deleted'),
    created_at: optional('timestamp', 'When the record was created in the CRM'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
  },
})
