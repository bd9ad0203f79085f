-- Fiscal years of whole months, with the weekends and holidays of the company.
create table dim_fiscal_date as
with day as (
  select c.calendar, cast(range as date) as date_key, cast(isodow(range) as integer) as weekday,
    cast(date_trunc('month', range) as date) as month_start,
    -- Months since the fiscal year began.
    cast(mod(month(range) - c.year_start_month + 12, 12) as integer) as months, c.year_start_month, c.week_start as first_day,
    c.weekend, c.holidays
  from fiscal_calendar as c, range(timestamp '1988-06-01', timestamp '2102-07-01', interval 1 day)
), placed as (
  select calendar, date_key, months + 1 as fiscal_month, months // 3 + 1 as fiscal_quarter, cast(month_start - to_months(months) as date) as fiscal_year_start,
    cast(month_start - to_months(months % 3) as date) as fiscal_quarter_start, month_start as fiscal_month_start,
    date_key - cast(mod(weekday - first_day + 7, 7) as integer) as week_start, first_day, weekday, weekend, holidays, year_start_month
  from day
), worked as (
  select p.*, coalesce(own.name, whole.name) as holiday_name,
    case when own.day is not null then coalesce(own.is_business_day, false) when whole.day is not null then coalesce(whole.is_business_day, false)
      else not contains(p.weekend, '/' || p.weekday || '/') end as is_business_day
  from placed as p
  left join landed_calendar_day as own on own.day = p.date_key and lower(trim(own.calendar)) = lower(trim(p.holidays))
  left join landed_calendar_day as whole on whole.day = p.date_key and whole.calendar is null
), counted as (
  select *,
    cast(count(*) filter (is_business_day) over (partition by calendar, fiscal_month_start order by date_key) as integer) as business_day_of_month,
    cast(count(*) filter (is_business_day) over (partition by calendar, fiscal_month_start) as integer) as business_days_in_month,
    cast(count(*) filter (is_business_day) over (partition by calendar, fiscal_quarter_start order by date_key) as integer) as business_day_of_quarter,
    cast(count(*) filter (is_business_day) over (partition by calendar, fiscal_quarter_start) as integer) as business_days_in_quarter,
    cast(count(*) filter (is_business_day) over (partition by calendar order by date_key) as integer) as business_day_number
  from worked
)
select calendar, date_key,
  cast(year(fiscal_year_start) + if(year_start_month > 1, 1, 0) as integer) as fiscal_year,
  'FY' || lpad(cast(fiscal_year % 100 as varchar), 2, '0') as fiscal_year_name,
  fiscal_year_start, cast(fiscal_year_start + interval 1 year - interval 1 day as date) as fiscal_year_end,
  cast(fiscal_quarter as integer) as fiscal_quarter, fiscal_year_name || ' Q' || fiscal_quarter as fiscal_quarter_name,
  fiscal_quarter_start, cast(fiscal_quarter_start + interval 3 month - interval 1 day as date) as fiscal_quarter_end,
  fiscal_month, fiscal_year_name || ' M' || lpad(cast(fiscal_month as varchar), 2, '0') as fiscal_month_name,
  fiscal_month_start, last_day(fiscal_month_start) as fiscal_month_end,
  cast((week_start - (fiscal_year_start - cast(mod(isodow(fiscal_year_start) - first_day + 7, 7) as integer))) // 7 + 1 as integer) as fiscal_week,
  week_start, is_business_day, if(is_business_day, null, holiday_name) as holiday_name,
  business_day_of_month, business_days_in_month, business_day_of_quarter, business_days_in_quarter, business_day_number
from counted
where date_key between date '1990-01-01' and date '2100-12-31';

create table dim_date as
select date_key, cast(year(date_key) as integer) as year, cast(quarter(date_key) as integer) as quarter, cast(month(date_key) as integer) as month,
  month_of(date_key) as month_start, strftime(date_key, '%Y-%m') as month_name, week_start, cast(isodow(date_key) as integer) as iso_weekday,
  is_business_day, holiday_name, fiscal_year, fiscal_year_name, fiscal_year_start, fiscal_quarter, fiscal_quarter_name,
  fiscal_quarter_start, fiscal_month, fiscal_week, business_day_of_month,
  business_days_in_month - business_day_of_month as business_days_left_in_month, business_day_of_quarter,
  business_days_in_quarter - business_day_of_quarter as business_days_left_in_quarter, business_day_number
from dim_fiscal_date
where calendar = 'standard';

create table dim_fx_rate as
with rate as (
  select * from (
    select currency, coalesce(rate_kind, 'spot') as rate_kind, valid_from, rate, is_deleted from landed_exchange_rate
    qualify row_number() over (partition by currency, rate_kind, valid_from order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
  ) where is_deleted is not true and currency <> (select currency from company)
)
select currency || ':' || rate_kind || ':' || valid_from as fx_rate_key, currency, rate_kind, valid_from,
  coalesce(lead(valid_from) over (partition by currency, rate_kind order by valid_from), date '9999-12-31') as valid_before, rate
from rate
union all
select currency || ':' || rate_kind || ':1900-01-01', currency, rate_kind, date '1900-01-01', date '9999-12-31', cast(1 as decimal(18, 9))
from company, (values ('spot'), ('plan')) as kind(rate_kind);
