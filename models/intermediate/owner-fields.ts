/** The owner by the names that CRMs give the field in their histories, in lower case. */
export const ownerFields = ['owner', 'ownerid', 'owner_id', 'hubspot_owner_id']
