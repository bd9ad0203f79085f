create temp table cycle_life as
with deal as (
  select unnest([
      {kind: 'all', member_key: 'all', member: 'All'}, {kind: 'method', member_key: c.channel_key, member: c.channel_name},
      {kind: 'segment', member_key: or_unknown(a.segment), member: coalesce(a.segment, 'Unknown')},
      {kind: 'territory', member_key: t.territory_key, member: t.territory_name},
      {kind: 'team', member_key: or_unknown(r.team), member: coalesce(r.team, 'Unknown')}], recursive := true),
    o.status, if(coalesce(o.cycle_days, o.age_days) >= 0, coalesce(o.cycle_days, o.age_days), null) as days
  from fct_opportunity as o
  join dim_channel as c using (channel_key) join dim_territory as t on t.territory_key = o.territory_key
  join dim_account as a using (account_key) join dim_rep as r using (rep_key)
)
select kind, member_key, max(member) as member, days, status, cast(count(*) as integer) as deals
from deal group by kind, member_key, days, status;

-- Kaplan-Meier and Aalen-Johansen with their bands of 95%.
create table mart_cycle_survival as
with time as (
  select kind, member_key, days as day, cast(coalesce(sum(deals) filter (status = 'won'), 0) as integer) as won,
    cast(coalesce(sum(deals) filter (status = 'lost'), 0) as integer) as lost, cast(coalesce(sum(deals) filter (status = 'open'), 0) as integer) as censored
  from cycle_life where days is not null group by all
), risk as (
  select *, cast(sum(won + lost + censored) over (partition by kind, member_key order by day desc) as integer) as at_risk, won + lost as ended, at_risk - ended as remaining
  from time
), curve as (
  select *, min(remaining) over own = 0 as nobody_left,
    if(nobody_left, 0, exp(greatest(sum(if(remaining > 0, ln(remaining / at_risk), null)) over own, -700))) as survival,
    if(remaining > 0, ended / (cast(at_risk as double) * remaining), 0) as greenwood
  from risk
  window own as (partition by kind, member_key order by day rows unbounded preceding)
), lagged as (
  select *, lag(survival, 1, 1) over own as before, if(nobody_left, null, sum(greenwood) over own) as log_variance
  from curve
  window own as (partition by kind, member_key order by day rows unbounded preceding)
), incidence as (
  select *, sum(before * won / at_risk) over own as cif_won, sum(before * lost / at_risk) over own as cif_lost
  from lagged
  window own as (partition by kind, member_key order by day rows unbounded preceding)
), erred as (
  select *,
    sqrt(greatest(cif_won * cif_won * sum(greenwood) over own
      - cif_won * sum(2 * before * won / n ** 2 + 2 * greenwood * cif_won) over own
      + sum(greenwood * cif_won * cif_won + 2 * before * won / n ** 2 * cif_won + before * before * won * (n - won) / n ** 3) over own, 0)) as cif_won_se,
    sqrt(greatest(cif_lost * cif_lost * sum(greenwood) over own
      - cif_lost * sum(2 * before * lost / n ** 2 + 2 * greenwood * cif_lost) over own
      + sum(greenwood * cif_lost * cif_lost + 2 * before * lost / n ** 2 * cif_lost + before * before * lost * (n - lost) / n ** 3) over own, 0)) as cif_lost_se
  from (select *, cast(at_risk as double) as n from incidence)
  window own as (partition by kind, member_key order by day rows unbounded preceding)
), named as (
  select kind, member_key, max(member) as member from cycle_life group by all
)
select e.kind || '/' || e.member_key || '/' || e.day as survival_key, e.kind, e.member_key, m.member, e.day, e.at_risk, e.won, e.lost, e.censored, e.survival,
  case e.survival when 0 then null when 1 then 1 else exp(ln(e.survival) * exp(1.959963984540054 * sqrt(e.log_variance) / -ln(e.survival))) end as survival_low,
  case e.survival when 0 then null when 1 then 1 else exp(ln(e.survival) * exp(-1.959963984540054 * sqrt(e.log_variance) / -ln(e.survival))) end as survival_high,
  e.cif_won, e.cif_won_se, if(e.cif_won = 0, 0, least(e.cif_won * exp(-1.959963984540054 * e.cif_won_se / e.cif_won), 1)) as cif_won_low,
  if(e.cif_won = 0, 0, least(e.cif_won * exp(1.959963984540054 * e.cif_won_se / e.cif_won), 1)) as cif_won_high,
  e.cif_lost, e.cif_lost_se, if(e.cif_lost = 0, 0, least(e.cif_lost * exp(-1.959963984540054 * e.cif_lost_se / e.cif_lost), 1)) as cif_lost_low,
  if(e.cif_lost = 0, 0, least(e.cif_lost * exp(1.959963984540054 * e.cif_lost_se / e.cif_lost), 1)) as cif_lost_high
from erred as e join named as m using (kind, member_key);

-- The first day on which a curve is at a level, or the middle of the days on which it stays exactly there.
create or replace temp macro day_at(day, curve, level) as
  (min(day) filter (curve < level + 1.5e-8) + coalesce(min(day) filter (curve < level - 1.5e-8), min(day) filter (curve < level + 1.5e-8))) / 2;
create or replace temp macro won_within(day, survival, cif_won, days) as
  if(max(day) >= days or min(survival) = 0, coalesce(max(cif_won) filter (day <= days), 0), null);

create table mart_cycle_median as
with counted as (
  select kind, member_key, max(member) as member, cast(coalesce(sum(deals) filter (days is not null and status = 'won'), 0) as integer) as deals_won,
    cast(coalesce(sum(deals) filter (days is not null and status = 'lost'), 0) as integer) as deals_lost,
    cast(coalesce(sum(deals) filter (days is not null and status = 'open'), 0) as integer) as deals_open,
    cast(coalesce(sum(deals) filter (days is null), 0) as integer) as left_out, deals_won + deals_lost + deals_open as deals
  from cycle_life group by all
), figure as (
  select kind, member_key, max(day) as followed_days, day_at(day, survival, 0.75) as km_p25_days, day_at(day, survival, 0.5) as km_median_days,
    day_at(day, survival_low, 0.5) as km_median_low, day_at(day, survival_high, 0.5) as km_median_high, day_at(day, survival, 0.25) as km_p75_days,
    won_within(day, survival, cif_won, 30) as cif_won_30, won_within(day, survival, cif_won, 60) as cif_won_60, won_within(day, survival, cif_won, 90) as cif_won_90, won_within(day, survival, cif_won, 180) as cif_won_180
  from mart_cycle_survival group by all
)
select kind || '/' || member_key as cycle_key, kind, member_key, member, deals, deals_won, deals_lost, deals_open, left_out, deals < 30 as small_n,
  followed_days, km_p25_days, km_median_days, km_median_low, km_median_high, km_p75_days, cif_won_30, cif_won_60, cif_won_90, cif_won_180
from counted left join figure using (kind, member_key);
