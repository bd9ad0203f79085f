-- How long leads wait for an answer, those that got none as far as they were followed.
create temp table lead_life as
with member as (
  select unnest([
      {kind: 'all', member_key: 'all', member: 'All'}, {kind: 'source', member_key: or_unknown(l.lead_source), member: coalesce(l.lead_source, 'Unknown')},
      {kind: 'method', member_key: c.channel_key, member: c.channel_name}, {kind: 'campaign', member_key: g.campaign_key, member: g.campaign_name},
      {kind: 'team', member_key: or_unknown(r.team), member: coalesce(r.team, 'Unknown')},
      {kind: 'territory', member_key: t.territory_key, member: t.territory_name}], recursive := true),
    l.followed_minutes, l.followed_business_minutes, l.is_answered
  from fct_lead as l
  join dim_channel as c using (channel_key) join dim_campaign as g using (campaign_key)
  join dim_territory as t on t.territory_key = l.territory_key join dim_rep as r using (rep_key)
)
select kind, member_key, member, unnest([{clock: 'all', seconds: followed_minutes * 60}, {clock: 'business', seconds: followed_business_minutes * 60}], recursive := true),
  followed_minutes >= 0 as is_followed, is_answered
from member;

create table mart_lead_response as
with timed as (
  select kind, member_key, clock, cast(floor(l.seconds + 0.5) as integer) as seconds, count(*) as leads, count(*) filter (is_answered) as answered
  from lead_life as l where is_followed group by all
), curve as (
  select *, exp(greatest(sum(if(at_risk > answered, ln((at_risk - answered) / at_risk), -1000)) over (partition by kind, member_key, clock order by seconds), -700)) as survival
  from (select *, sum(leads) over (partition by kind, member_key, clock order by seconds desc) as at_risk from timed)
), figure as (
  select kind, member_key, clock, day_at(seconds, survival, 0.5) / 60 as median_minutes,
    if(max(seconds) >= 300 or min(survival) < 1e-300, coalesce(max(1 - survival) filter (seconds <= 300), 0), null) as within_5,
    if(max(seconds) >= 3600 or min(survival) < 1e-300, coalesce(max(1 - survival) filter (seconds <= 3600), 0), null) as within_60
  from curve group by all
), counted as (
  select kind, member_key, max(member) as member, cast(count(*) filter (is_followed) as integer) as leads,
    cast(count(*) filter (is_followed and is_answered) as integer) as answered, cast(count(*) filter (is_followed is not true) as integer) as left_out
  from lead_life where clock = 'all' group by all
)
select n.kind || '/' || n.member_key as response_key, n.kind, n.member_key, n.member, n.leads, n.answered, n.left_out, n.leads < 30 as small_n,
  f.median_minutes as km_median_minutes, b.median_minutes as km_median_business_minutes, f.within_5 as within_5_minutes,
  f.within_60 as within_60_minutes, b.within_60 as within_60_business_minutes
from counted as n
left join figure as f on f.kind = n.kind and f.member_key = n.member_key and f.clock = 'all'
left join figure as b on b.kind = n.kind and b.member_key = n.member_key and b.clock = 'business';
