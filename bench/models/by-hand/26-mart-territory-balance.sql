create table mart_territory_balance as
with part as (
  select territory_id as territory_key, count(*) as accounts from dim_account where is_current and territory_id is not null group by all
  union all by name
  select territory_key, sum(amount) filter (status = 'open') as open_amount, sum(amount) filter (status = 'won') as bookings_amount
  from fct_opportunity where status = 'open' or status = 'won' and closed_on > as_of_on - 365 group by all
  union all by name
  select territory_key, count(*) as activities from fct_activity where is_done and occurred_on > getvariable('as_of_on') - 365 group by all
), own as (
  select territory_key, sum(accounts) as accounts, sum(open_amount) as open_amount, sum(activities) as activities, sum(bookings_amount) as bookings_amount
  from part group by all
), figure as (
  select t.territory_key, cast(coalesce(own.accounts, 0) as integer) as accounts, cast(coalesce(own.open_amount, 0) as decimal(18, 6)) as open_amount,
    cast(coalesce(own.activities, 0) as integer) as activities, cast(coalesce(own.bookings_amount, 0) as decimal(18, 6)) as bookings_amount
  from dim_territory as t left join own using (territory_key)
  where t.territory_key <> 'unknown'
    -- One that only groups others, with nothing of its own, is none.
    and (own.territory_key is not null or t.territory_key not in (select parent_territory_id from current_territory where parent_territory_id is not null))
), long as (
  select measure, cast(value as double) as value, row_number() over (partition by measure order by value) as rank
  from (select cast(accounts as decimal(18, 6)) as accounts, open_amount, cast(activities as decimal(18, 6)) as activities, bookings_amount from figure)
  unpivot (value for measure in (accounts, open_amount, activities, bookings_amount))
), spread as (
  select measure, if(count(*) > 1 and avg(value) > 0, stddev_samp(value) / avg(value), null) as cv,
    if(count(*) > 1 and sum(value) > 0, 2 * sum(value * rank) / (count(*) * sum(value)) - (count(*) + 1) / count(*), null) as gini
  from long group by measure
)
select territory_key as balance_key, 'territory' as level, territory_key, 1 as territories, accounts, open_amount, activities, bookings_amount,
  cast(null as double) as accounts_cv, cast(null as double) as accounts_gini, cast(null as double) as open_amount_cv, cast(null as double) as open_amount_gini,
  cast(null as double) as activities_cv, cast(null as double) as activities_gini, cast(null as double) as bookings_cv, cast(null as double) as bookings_gini
from figure
union all
select 'company', 'company', 'unknown', cast(count(*) as integer), cast(coalesce(sum(accounts), 0) as integer), cast(coalesce(sum(open_amount), 0) as decimal(18, 6)),
  cast(coalesce(sum(activities), 0) as integer), cast(coalesce(sum(bookings_amount), 0) as decimal(18, 6)),
  (select cv from spread where measure = 'accounts'), (select gini from spread where measure = 'accounts'),
  (select cv from spread where measure = 'open_amount'), (select gini from spread where measure = 'open_amount'),
  (select cv from spread where measure = 'activities'), (select gini from spread where measure = 'activities'),
  (select cv from spread where measure = 'bookings_amount'), (select gini from spread where measure = 'bookings_amount')
from figure;
