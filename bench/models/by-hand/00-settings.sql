-- What every later statement reads: the company's zone and instant, and the arithmetic of days and money.
set variable zone = (select timezone from company);
set variable as_of = (select as_of from company);
set variable as_of_on = (select as_of_on from company);

create or replace temp macro company_day(instant) as
  cast(timezone(getvariable('zone'), timezone('UTC', instant)) as date);
create or replace temp macro start_of_day(day) as
  timezone('UTC', timezone(getvariable('zone'), cast(day as timestamp)));
create or replace temp macro month_of(day) as cast(date_trunc('month', day) as date);
-- Rounding goes first, for DuckDB narrows a wide decimal slowly.
create or replace temp macro converted(amount, rate) as
  case when rate = 1 then cast(amount as decimal(18, 6)) else cast(round(cast(amount as decimal(20, 6)) * rate, 6) as decimal(18, 6)) end;
create or replace temp macro or_unknown(id) as coalesce(id, 'unknown');
create or replace temp macro unknown_name(id) as 'Unknown (' || id || ')';
