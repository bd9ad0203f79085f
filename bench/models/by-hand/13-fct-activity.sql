create table fct_activity as
select a.activity_id, or_unknown(a.activity_type) as activity_type, or_unknown(r.rep_key) as rep_key, or_unknown(t.account_key) as account_key,
  a.opportunity_id, a.who_id, a.attached_by, coalesce(o.territory_key, r.territory_id, 'unknown') as territory_key,
  or_unknown(o.channel_key) as channel_key, a.occurred_at, a.occurred_on, a.is_done, a.duration_seconds
from activity as a
left join fct_opportunity as o using (opportunity_id)
left join opportunity as i using (opportunity_id)
left join dim_account as t on t.account_id = coalesce(a.account_id, i.account_id, a.contact_account_id)
  and coalesce(a.occurred_at, getvariable('as_of')) >= t.valid_from and coalesce(a.occurred_at, getvariable('as_of')) < t.valid_to
left join dim_rep as r on r.rep_id = a.owner_id and a.occurred_at >= r.valid_from and a.occurred_at < r.valid_to;
