-- The company shares no credit: the owner has all of it.
create table fct_booking_credit as
select o.opportunity_id || ':' || or_unknown(o.owner_id) || ':revenue:share' as credit_key, o.opportunity_id, or_unknown(o.owner_id) as rep_id,
  or_unknown(r.rep_key) as rep_key, 'revenue' as kind, 'owner' as told_by, cast(1 as decimal(18, 9)) as share,
  cast(coalesce(o.amount, 0) as decimal(18, 6)) as amount, o.account_key, o.territory_key, o.channel_key, o.closed_at, o.closed_on
from fct_opportunity as o
left join dim_rep as r on r.rep_id = o.owner_id and o.closed_at >= r.valid_from and o.closed_at < r.valid_to
where o.status = 'won';
