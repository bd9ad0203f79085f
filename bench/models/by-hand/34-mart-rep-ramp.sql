-- Complete months of each rep in the seat, and whether they kept pace with the tenured.
create temp table rep_start as
with leaver as (
  select rep_id, max(company_day(valid_from)) as left_on
  from (from dim_rep qualify not is_active and lag(is_active) over (partition by rep_id order by valid_from))
  group by rep_id
), seat as (
  select r.rep_id, r.quota_start as seat_from, coalesce(r.quota_end, if(r.is_active, null, l.left_on), date '9999-12-31') as seat_to
  from dim_rep as r left join leaver as l using (rep_id) where r.is_current
  union all
  select v.rep_id, v.quota_start, v.quota_end
  from dim_rep as v join dim_rep as r on r.rep_id = v.rep_id and r.is_current and v.quota_end < r.quota_start
), quota as (
  select rep_id, min(month_start) as first_month from fct_quota where days_in_seat > 0 and amount > 0 group by rep_id
)
select s.rep_id, coalesce(if(count(*) = count(s.seat_from), min(s.seat_from), null), any_value(q.first_month)) as start_on, max(s.seat_to) as end_on
from seat as s join quota as q using (rep_id)
where s.rep_id in (select r.rep_id from fct_opportunity join dim_rep as r using (rep_key))
  or s.rep_id not in (select manager_id from dim_rep where is_current and manager_id is not null)
group by s.rep_id;

create table mart_rep_ramp as
with won as (
  select r.rep_id, month_of(o.closed_on) as month_start, cast(coalesce(sum(o.amount), 0) as decimal(18, 6)) as bookings
  from fct_opportunity as o join dim_rep as r using (rep_key) where o.status = 'won' group by all
), month as (
  select s.rep_id, s.start_on, p.period_start as month_start, cast(coalesce(w.bookings, 0) as double) as bookings,
    date_diff('month', month_of(s.start_on), p.period_start) - if(s.start_on > month_of(s.start_on), 1, 0) >= 12 as is_tenured
  from rep_start as s
  join fiscal_period as p on p.period_kind = 'month' and p.is_complete and p.date_key = p.period_start and p.period_start >= month_of(s.start_on)
    and p.period_end <= s.end_on and p.period_start >= (select min(month_start) from won)
  left join won as w on w.rep_id = s.rep_id and w.month_start = p.period_start
), paced as (
  select *, median(bookings) filter (is_tenured) over (partition by month_start) as usual, coalesce(usual > 0 and bookings >= 0.8 * usual, false) as keeps_pace
  from month
), paired as (
  select *, keeps_pace and coalesce(lead(keeps_pace) over (partition by rep_id order by month_start), false) as is_pair from paced
), told as (
  select rep_id, min(month_start) filter (is_pair) as ramped_month, max(month_start) as last_month
  from paired group by rep_id having min(month_start) = month_of(any_value(start_on))
), followed as (
  select s.*, t.ramped_month, cast(coalesce(date_diff('month', month_of(s.start_on), t.ramped_month),
    nullif(greatest(date_diff('month', month_of(s.start_on), t.last_month) - 1, -1), -1)) as integer) as months_followed
  from rep_start as s left join told as t using (rep_id)
)
select f.rep_id, or_unknown(v.rep_key) as rep_key, or_unknown(v.territory_id) as territory_key, month_of(f.start_on) as start_month, f.months_followed,
  if(f.months_followed is null, null, f.ramped_month is not null) as is_ramped, f.ramped_month,
  f.end_on < getvariable('as_of_on') or not coalesce(now.is_active, true) as has_left
from followed as f
left join dim_rep as now on now.rep_id = f.rep_id and now.is_current
left join dim_rep as v on v.rep_id = f.rep_id and start_of_day(f.start_on) >= v.valid_from and start_of_day(f.start_on) < v.valid_to;

create table mart_ramp_median as
with rep as (
  select unnest([{kind: 'all', member_key: 'all', member: 'All'}, {kind: 'team', member_key: or_unknown(r.team), member: coalesce(r.team, 'Unknown')},
      {kind: 'territory', member_key: t.territory_key, member: t.territory_name}], recursive := true),
    m.months_followed, m.is_ramped, m.has_left
  from mart_rep_ramp as m join dim_rep as r using (rep_key) join dim_territory as t on t.territory_key = m.territory_key
), timed as (
  select kind, member_key, months_followed as months, count(*) as reps, count(*) filter (is_ramped) as ramped from rep where months_followed is not null group by all
), curve as (
  select *, exp(greatest(sum(if(at_risk > ramped, ln((at_risk - ramped) / at_risk), -1000)) over (partition by kind, member_key order by months), -700)) as survival
  from (select *, sum(reps) over (partition by kind, member_key order by months desc) as at_risk from timed)
), reached as (
  select kind, member_key, day_at(months, survival, 0.5) as km_median_months from curve group by all
), counted as (
  select kind, member_key, max(member) as member, cast(count(is_ramped) as integer) as reps, cast(count(*) filter (is_ramped) as integer) as ramped,
    cast(count(*) filter (not is_ramped and has_left) as integer) as left_before, cast(count(*) filter (is_ramped is null) as integer) as left_out
  from rep group by all
)
select kind || '/' || member_key as ramp_key, kind, member_key, member, reps, ramped, left_before, left_out, reps < 30 as small_n, km_median_months
from counted left join reached using (kind, member_key);
