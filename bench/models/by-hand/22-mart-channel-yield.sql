create temp table yield_cell as
with deal as (
  select o.opportunity_id, c.channel_key as method_key, c.channel_name as method, or_unknown(a.segment) as segment_key, coalesce(a.segment, 'Unknown') as segment,
    t.territory_key, t.territory_name as territory, o.status, o.amount, o.closed_on
  from fct_opportunity as o
  join dim_channel as c using (channel_key) join dim_account as a using (account_key) join dim_territory as t on t.territory_key = o.territory_key
), day as (
  select distinct d.method_key, d.segment_key, d.territory_key, r.rep_id, a.occurred_on
  from deal as d join fct_activity as a using (opportunity_id) join dim_rep as r using (rep_key)
  where a.is_done and a.occurred_on is not null and r.rep_key <> 'unknown'
), first_day as (
  select method_key, min(occurred_on) as day from day group by method_key
), worked as (
  select grouping(method_key, segment_key, territory_key) as bits, coalesce(method_key, 'all') as method_key, coalesce(segment_key, 'all') as segment_key,
    coalesce(territory_key, 'all') as territory_key, cast(count(distinct (rep_id, occurred_on)) as integer) as rep_days
  from day group by cube (day.method_key, day.segment_key, day.territory_key)
), counted as (
  select grouping(d.method_key, d.segment_key, d.territory_key) as bits,
    coalesce(d.method_key, 'all') as method_key, if(grouping(d.method_key) = 1, 'All', max(d.method)) as method,
    coalesce(d.segment_key, 'all') as segment_key, if(grouping(d.segment_key) = 1, 'All', max(d.segment)) as segment,
    coalesce(d.territory_key, 'all') as territory_key, if(grouping(d.territory_key) = 1, 'All', max(d.territory)) as territory,
    cast(count(*) as integer) as deals, cast(count(*) filter (d.status = 'won') as integer) as deals_won,
    cast(count(*) filter (d.status <> 'open') as integer) as deals_closed,
    cast(coalesce(sum(d.amount) filter (d.status = 'won'), 0) as decimal(18, 6)) as bookings_amount,
    cast(coalesce(sum(d.amount) filter (d.status = 'won' and d.closed_on >= f.day), 0) as decimal(18, 6)) as followed_amount
  from deal as d left join first_day as f using (method_key)
  group by cube (d.method_key, d.segment_key, d.territory_key)
)
select ['method_segment_territory', 'method_segment', 'method_territory', 'method', 'segment_territory', 'segment', 'territory', 'all'][n.bits + 1] as kind,
  n.* exclude (bits), coalesce(w.rep_days, 0) as rep_days
from counted as n left join worked as w using (bits, method_key, segment_key, territory_key);

create temp table yield_rate as
with cell as (
  select c.kind, c.method_key, c.segment_key, c.territory_key, cast(c.deals_won as double) as won, cast(c.deals_closed as double) as closed,
    cast(p.deals_won as double) as whole_won, cast(p.deals_closed as double) as whole, whole_won / nullif(whole, 0) as prior
  from yield_cell as c join yield_cell as p on p.kind = if(starts_with(c.kind, 'method'), 'method', 'all') and p.method_key = c.method_key
), spread as (
  -- How far the rates of cells differ by more than chance (Kleinman 1973).
  select kind, case when weight > 0 then least(greatest(excess / weight, 0), 1) else 0 end as spread
  from (
    select kind, sum(closed * (won / closed - prior) ** 2 / (prior * (1 - prior)) - (1 - closed / whole)) as excess, sum((closed - 1) * (1 - closed / whole)) as weight
    from (select * from cell) where closed > 0 and whole_won > 0 and whole_won < whole group by kind
  ) right join (select distinct kind from cell) using (kind)
)
select c.*, s.spread, if(s.spread > 0, (1 - s.spread) / s.spread, null) as prior_deals,
  if(c.closed = 0 or s.spread = 0, c.prior, (c.won * s.spread + (1 - s.spread) * c.prior) / (c.closed * s.spread + 1 - s.spread)) as shrunk,
  if(c.closed >= 30, c.won / c.closed, shrunk) as steady
from cell as c join spread as s using (kind);

create table mart_channel_yield as
with adjusted as (
  select r.kind, r.method_key, r.territory_key, sum(mix.closed * coalesce(s.steady, r.prior)) / sum(mix.closed) as adjusted_win_rate,
    coalesce(sum(mix.closed) filter (s.closed > 0), 0) / sum(mix.closed) as adjusted_by
  from yield_rate as r join yield_rate as mix on mix.kind = 'segment'
  left join yield_rate as s on s.method_key = r.method_key and s.territory_key = r.territory_key and s.segment_key = mix.segment_key
    and s.kind = case r.kind when 'all' then 'segment' when 'method' then 'method_segment' when 'territory' then 'segment_territory' else 'method_segment_territory' end
  where r.kind in ('all', 'method', 'territory', 'method_territory') and r.closed > 0
  group by all
), scored as (
  -- Wilson's interval of 95%.
  select *, 1.959963984540054 as z, (won + z * z / 2) / (closed + z * z) as middle, z * sqrt(won * (closed - won) / closed + z * z / 4) / (closed + z * z) as half
  from yield_rate
)
select c.kind || '/' || c.method_key || '/' || c.segment_key || '/' || c.territory_key as yield_key, c.kind, c.method_key, c.method, c.segment_key, c.segment,
  c.territory_key, c.territory, c.deals, c.deals_won, c.deals_closed, c.bookings_amount, c.followed_amount, c.rep_days, c.deals_closed < 30 as small_n,
  r.won / nullif(r.closed, 0) as win_rate, if(r.closed > 0, greatest(r.middle - r.half, 0), null) as win_rate_low,
  if(r.closed > 0, least(r.middle + r.half, 1), null) as win_rate_high, r.prior as prior_win_rate, r.prior_deals, r.shrunk as shrunk_win_rate,
  s.adjusted_win_rate, s.adjusted_by, cast(cast(cast(c.bookings_amount as double) / nullif(c.deals_closed, 0) as decimal(38, 9)) as decimal(18, 6)) as bookings_per_closed,
  cast(cast(cast(c.followed_amount as double) / nullif(c.rep_days, 0) as decimal(38, 9)) as decimal(18, 6)) as yield_per_rep_day
from yield_cell as c
join scored as r using (kind, method_key, segment_key, territory_key)
left join adjusted as s on s.kind = c.kind and s.method_key = c.method_key and s.territory_key = c.territory_key;
