-- What stands booked of each deal changes when it is won, won no longer, or worth another amount while it is won.
create table fct_booking as
with version as (
  select v.*, v.status <> lag(v.status, 1, '') over (partition by v.opportunity_id order by v.version_number) as is_new
  from fct_opportunity_version as v
), counted as (
  select *, sum(if(is_new, 1, 0)) over (partition by opportunity_id order by version_number rows unbounded preceding) as run
  from version
), won as (
  select c.opportunity_id, c.run, min(c.valid_from) as told_at, min(c.valid_on) as told_on, bool_or(c.is_current) as stands,
    if(stands and any_value(x.last_closed_at) is null, coalesce(any_value(o.closed_at), told_at), told_at) as won_at,
    if(stands and any_value(x.last_closed_at) is null, coalesce(any_value(o.closed_on), told_on), told_on) as won_on
  from counted as c join fct_opportunity as o using (opportunity_id) left join opportunity_close as x using (opportunity_id)
  where c.status = 'won'
  group by c.opportunity_id, c.run
), valued as (
  select c.opportunity_id, c.version_number, c.status, c.rep_key, c.territory_key, c.valid_from, c.valid_on, w.won_at, w.won_on,
    o.channel_key, o.account_key, i.account_id,
    case when c.status <> 'won' then 0 when c.is_current then coalesce(o.amount, 0) else coalesce(converted(c.amount_deal, r.rate), 0) end as stands
  from counted as c join fct_opportunity as o using (opportunity_id) join opportunity as i using (opportunity_id)
  left join won as w on w.opportunity_id = c.opportunity_id and w.run = c.run
  left join spot_day as r on r.currency = c.currency and r.day = w.won_on
), event as (
  select *, lag(status) over own = 'won' as was_won, if(was_won, lag(stands) over own, null) as stood_before,
    case when status <> 'won' then 'reversed' when was_won then 'adjusted' else 'booked' end as event,
    if(event = 'booked', won_at, valid_from) as booked_at, if(event = 'booked', won_on, valid_on) as booked_on
  from valued
  window own as (partition by opportunity_id order by version_number)
  qualify (status = 'won') <> coalesce(was_won, false) or (status = 'won' and stands <> stood_before)
)
select e.opportunity_id || ':' || e.version_number as booking_key, e.opportunity_id, e.event, e.booked_at, e.booked_on,
  cast(e.stands - coalesce(e.stood_before, 0) as decimal(18, 6)) as amount,
  cast(case e.event when 'booked' then 1 when 'reversed' then -1 else 0 end as integer) as deals, e.rep_key, e.territory_key, e.channel_key,
  coalesce(a.account_key, e.account_key) as account_key, e.version_number, cast(e.stood_before as decimal(18, 6)) as stood_before
from event as e
left join dim_account as a on a.account_id = e.account_id and e.booked_at >= a.valid_from and e.booked_at < a.valid_to;
