-- activity.activities_per_closed []
SELECT
      cast(sum("selling_effort".activities_to_close) as double precision) / nullif(sum("selling_effort".deals_won), 0) "activity__activities_per_closed"
    FROM
      mart_selling_effort AS "selling_effort"  LIMIT 100001;

-- activity.activities_per_win []
SELECT
      cast(sum("selling_effort".activities_to_win) as double precision) / nullif(sum("selling_effort".deals_won), 0) "activity__activities_per_win"
    FROM
      mart_selling_effort AS "selling_effort"  LIMIT 100001;

-- activity.count []
SELECT
      sum("selling_effort".activities) "activity__count"
    FROM
      mart_selling_effort AS "selling_effort"  LIMIT 100001;

-- activity.deals_closed []
SELECT
      sum("selling_effort".deals_closed) "activity__deals_closed"
    FROM
      mart_selling_effort AS "selling_effort"  LIMIT 100001;

-- activity.deals_won []
SELECT
      sum("selling_effort".deals_won) "activity__deals_won"
    FROM
      mart_selling_effort AS "selling_effort"  LIMIT 100001;

-- attainment.attainment []
SELECT
      "rep_periods".period_kind "attainment__period_kind", cast(sum("rep_periods".credited_amount) as double precision) / nullif(cast(sum("rep_periods".quota_amount) as double precision), 0) "attainment__attainment"
    FROM
      mart_rep_period AS "rep_periods"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- attainment.credited []
SELECT
      "rep_periods".period_kind "attainment__period_kind", sum("rep_periods".credited_amount) "attainment__credited"
    FROM
      mart_rep_period AS "rep_periods"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- attainment.quota_amount []
SELECT
      "rep_periods".period_kind "attainment__period_kind", sum("rep_periods".quota_amount) "attainment__quota_amount"
    FROM
      mart_rep_period AS "rep_periods"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- attainment.reps_at_quota []
SELECT
      "rep_periods".period_kind "attainment__period_kind", count(CASE WHEN ("rep_periods".is_attained) THEN "rep_periods".rep_period_key END) "attainment__reps_at_quota"
    FROM
      mart_rep_period AS "rep_periods"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- attainment.reps_with_quota []
SELECT
      "rep_periods".period_kind "attainment__period_kind", count(CASE WHEN ("rep_periods".has_quota) THEN "rep_periods".rep_period_key END) "attainment__reps_with_quota"
    FROM
      mart_rep_period AS "rep_periods"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- attainment.share_at_quota []
SELECT
      "rep_periods".period_kind "attainment__period_kind", 1.0 * count(CASE WHEN ("rep_periods".is_attained) THEN "rep_periods".rep_period_key END) / nullif(count(CASE WHEN ("rep_periods".has_quota) THEN "rep_periods".rep_period_key END), 0) "attainment__share_at_quota"
    FROM
      mart_rep_period AS "rep_periods"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- bookings.amount []
SELECT
      sum(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".amount END) "bookings__amount"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.amount_prior_year ["2026-01-31T17:00:00.000000","2026-03-31T16:59:59.999999"]
WITH
cte_0 AS (SELECT
      DATE_TRUNC('month', (("opportunities".closed_at + interval '1 year') + INTERVAL '420 minutes')) "bookings__closed_at_month", sum(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".amount END) "opportunities__amount"
    FROM
      fct_opportunity AS "opportunities"  WHERE (("opportunities".closed_at + interval '1 year') >= ?::TIMESTAMP AND ("opportunities".closed_at + interval '1 year') <= ?::TIMESTAMP) GROUP BY 1 ORDER BY 1 ASC),
cte_1 AS (SELECT
      "bookings__closed_at_month" "bookings__closed_at_month", "opportunities__amount" "opportunities__amount_prior_year"
    FROM
      (SELECT q_0."bookings__closed_at_month", "opportunities__amount" "opportunities__amount" FROM cte_0 AS q_0  ORDER BY 1 ASC) AS cte_1_join ),
cte_2 AS (SELECT
      "bookings__closed_at_month" "bookings__closed_at_month", "opportunities__amount_prior_year" "bookings__amount_prior_year"
    FROM
      (SELECT q_0."bookings__closed_at_month", "opportunities__amount_prior_year" "opportunities__amount_prior_year" FROM cte_1 AS q_0  ORDER BY 1 ASC) AS cte_2_join )
SELECT q_0."bookings__closed_at_month", "bookings__amount_prior_year" "bookings__amount_prior_year" FROM (SELECT * FROM cte_2) AS q_0  ORDER BY 1 ASC LIMIT 100001;

-- bookings.amount_quarter_to_date ["2026-02-01T00:00:00.000000","2026-03-31T23:59:59.999999"]
SELECT q_0."bookings__closed_at_month", "opportunities__amount_quarter_to_date" "bookings__amount_quarter_to_date" FROM (SELECT "bookings.closed_at_series"."date_from" "bookings__closed_at_month", sum("opportunities__amount_quarter_to_date") "opportunities__amount_quarter_to_date" FROM (SELECT date_from::timestamp as "date_from", date_to::timestamp as "date_to" FROM (VALUES ('2026-02-01T00:00:00.000000', '2026-02-28T23:59:59.999999'),('2026-03-01T00:00:00.000000', '2026-03-31T23:59:59.999999')) AS dates (date_from, date_to)) AS "bookings.closed_at_series" LEFT JOIN (SELECT DATE_TRUNC('month', ("opportunities_amount_quarter_to_date_cumulative__opportunities".closed_at + INTERVAL '420 minutes')) "bookings__closed_at_month", sum(CASE WHEN ("opportunities_amount_quarter_to_date_cumulative__opportunities".status = 'won') THEN "opportunities_amount_quarter_to_date_cumulative__opportunities".amount END) "opportunities__amount_quarter_to_date" FROM fct_opportunity AS "opportunities_amount_quarter_to_date_cumulative__opportunities"  WHERE (("opportunities_amount_quarter_to_date_cumulative__opportunities".closed_at + INTERVAL '420 minutes') >= cast((select fiscal_day.fiscal_quarter_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast(?::timestamp as date)) as timestamp) AND ("opportunities_amount_quarter_to_date_cumulative__opportunities".closed_at + INTERVAL '420 minutes') <= ?::timestamp) GROUP BY 1) AS "opportunities_amount_quarter_to_date_cumulative__base" ON "opportunities_amount_quarter_to_date_cumulative__base"."bookings__closed_at_month" >= cast((select fiscal_day.fiscal_quarter_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast("bookings.closed_at_series"."date_from" as date)) as timestamp) AND "opportunities_amount_quarter_to_date_cumulative__base"."bookings__closed_at_month" <= "bookings.closed_at_series"."date_to" GROUP BY 1) AS q_0  ORDER BY 1 ASC LIMIT 100001;

-- bookings.amount_year_to_date ["2026-02-01T00:00:00.000000","2026-03-31T23:59:59.999999"]
SELECT q_0."bookings__closed_at_month", "opportunities__amount_year_to_date" "bookings__amount_year_to_date" FROM (SELECT "bookings.closed_at_series"."date_from" "bookings__closed_at_month", sum("opportunities__amount_year_to_date") "opportunities__amount_year_to_date" FROM (SELECT date_from::timestamp as "date_from", date_to::timestamp as "date_to" FROM (VALUES ('2026-02-01T00:00:00.000000', '2026-02-28T23:59:59.999999'),('2026-03-01T00:00:00.000000', '2026-03-31T23:59:59.999999')) AS dates (date_from, date_to)) AS "bookings.closed_at_series" LEFT JOIN (SELECT DATE_TRUNC('month', ("opportunities_amount_year_to_date_cumulative__opportunities".closed_at + INTERVAL '420 minutes')) "bookings__closed_at_month", sum(CASE WHEN ("opportunities_amount_year_to_date_cumulative__opportunities".status = 'won') THEN "opportunities_amount_year_to_date_cumulative__opportunities".amount END) "opportunities__amount_year_to_date" FROM fct_opportunity AS "opportunities_amount_year_to_date_cumulative__opportunities"  WHERE (("opportunities_amount_year_to_date_cumulative__opportunities".closed_at + INTERVAL '420 minutes') >= cast((select fiscal_day.fiscal_year_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast(?::timestamp as date)) as timestamp) AND ("opportunities_amount_year_to_date_cumulative__opportunities".closed_at + INTERVAL '420 minutes') <= ?::timestamp) GROUP BY 1) AS "opportunities_amount_year_to_date_cumulative__base" ON "opportunities_amount_year_to_date_cumulative__base"."bookings__closed_at_month" >= cast((select fiscal_day.fiscal_year_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast("bookings.closed_at_series"."date_from" as date)) as timestamp) AND "opportunities_amount_year_to_date_cumulative__base"."bookings__closed_at_month" <= "bookings.closed_at_series"."date_to" GROUP BY 1) AS q_0  ORDER BY 1 ASC LIMIT 100001;

-- bookings.average_deal []
SELECT
      cast(sum(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".amount END) as double precision) / nullif(count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END), 0) "bookings__average_deal"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.closed_amount []
SELECT
      sum(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".amount END) "bookings__closed_amount"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.closed_with_amount []
SELECT
      1.0 * sum(case when "opportunities".status <> 'open' and "opportunities".amount > 0 then 1 else 0 end) / nullif(count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END), 0) "bookings__closed_with_amount"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.cycle_days_avg []
SELECT
      avg(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".cycle_days END) "bookings__cycle_days_avg"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.cycle_days_median []
SELECT
      percentile_cont(0.5) within group (order by case when "opportunities".status = 'won' then "opportunities".cycle_days end) "bookings__cycle_days_median"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.cycle_days_p75 []
SELECT
      percentile_cont(0.75) within group (order by case when "opportunities".status = 'won' then "opportunities".cycle_days end) "bookings__cycle_days_p75"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.cycle_days_p90 []
SELECT
      percentile_cont(0.9) within group (order by case when "opportunities".status = 'won' then "opportunities".cycle_days end) "bookings__cycle_days_p90"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.deals_closed []
SELECT
      count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END) "bookings__deals_closed"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.deals_lost []
SELECT
      count(CASE WHEN ("opportunities".status = 'lost') THEN "opportunities".opportunity_id END) "bookings__deals_lost"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.deals_reopened []
SELECT
      count(CASE WHEN ("opportunities".reopen_count > 0) THEN "opportunities".opportunity_id END) "bookings__deals_reopened"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.deals_undecided []
SELECT
      count(CASE WHEN ("opportunities".status = 'lost' and (lower("opportunities".loss_reason) like '%no decision%' or lower("opportunities".loss_reason) like '%no-decision%' or lower("opportunities".loss_reason) like '%derailed%')) THEN "opportunities".opportunity_id END) "bookings__deals_undecided"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.deals_won []
SELECT
      count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END) "bookings__deals_won"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.discount []
SELECT
      cast(sum(case when "opportunities".status = 'won' then "opportunities".amount * "opportunities".discount end) as double precision) / nullif(cast(sum(case when "opportunities".status = 'won' and "opportunities".discount is not null then "opportunities".amount end) as double precision), 0) "bookings__discount"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.gross_margin []
SELECT
      cast(sum(case when "opportunities".status = 'won' then "opportunities".amount * "opportunities".gross_margin end) as double precision) / nullif(cast(sum(case when "opportunities".status = 'won' and "opportunities".gross_margin is not null then "opportunities".amount end) as double precision), 0) "bookings__gross_margin"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.median_deal []
SELECT
      percentile_cont(0.5) within group (order by case when "opportunities".status = 'won' then cast("opportunities".amount as double precision) end) "bookings__median_deal"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.small_n []
SELECT
      count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END) < 30 "bookings__small_n"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.win_rate []
SELECT
      1.0 * count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END) / nullif(count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END), 0) "bookings__win_rate"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.win_rate_by_value []
SELECT
      cast(sum(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".amount END) as double precision) / nullif(cast(sum(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".amount END) as double precision), 0) "bookings__win_rate_by_value"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.win_rate_decided []
SELECT
      1.0 * count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END) / nullif(count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END) - count(CASE WHEN ("opportunities".status = 'lost' and (lower("opportunities".loss_reason) like '%no decision%' or lower("opportunities".loss_reason) like '%no-decision%' or lower("opportunities".loss_reason) like '%derailed%')) THEN "opportunities".opportunity_id END), 0) "bookings__win_rate_decided"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.win_rate_high []
SELECT
      (cast(count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END) as double precision) + 1.920729440648 + 1.959964 * sqrt(cast(count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END) as double precision) * (count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END) - count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END)) / nullif(count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END), 0) + 0.960364720324)) / nullif(count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END) + 3.841458881296, 3.841458881296) "bookings__win_rate_high"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bookings.win_rate_low []
SELECT
      (cast(count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END) as double precision) + 1.920729440648 - 1.959964 * sqrt(cast(count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END) as double precision) * (count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END) - count(CASE WHEN ("opportunities".status = 'won') THEN "opportunities".opportunity_id END)) / nullif(count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END), 0) + 0.960364720324)) / nullif(count(CASE WHEN ("opportunities".status <> 'open') THEN "opportunities".opportunity_id END) + 3.841458881296, 3.841458881296) "bookings__win_rate_low"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- bridge.amount []
SELECT
      sum("source_bridge".amount) "bridge__amount"
    FROM
      mart_source_bridge AS "source_bridge"  LIMIT 100001;

-- bridge.records []
SELECT
      sum("source_bridge".records) "bridge__records"
    FROM
      mart_source_bridge AS "source_bridge"  LIMIT 100001;

-- calibration.deals []
SELECT
      "calibration_bins".scope_kind "calibration__scope_kind", sum("calibration_bins".deals) "calibration__deals"
    FROM
      mart_forecast_calibration AS "calibration_bins"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- calibration.expected_wins []
SELECT
      "calibration_bins".scope_kind "calibration__scope_kind", sum("calibration_bins".sum_p) "calibration__expected_wins"
    FROM
      mart_forecast_calibration AS "calibration_bins"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- calibration.predicted_share []
SELECT
      "calibration_bins".scope_kind "calibration__scope_kind", sum("calibration_bins".sum_p) / nullif(sum("calibration_bins".deals), 0) "calibration__predicted_share"
    FROM
      mart_forecast_calibration AS "calibration_bins"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- calibration.wins []
SELECT
      "calibration_bins".scope_kind "calibration__scope_kind", sum("calibration_bins".wins) "calibration__wins"
    FROM
      mart_forecast_calibration AS "calibration_bins"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- calibration.won_share []
SELECT
      "calibration_bins".scope_kind "calibration__scope_kind", 1.0 * sum("calibration_bins".wins) / nullif(sum("calibration_bins".deals), 0) "calibration__won_share"
    FROM
      mart_forecast_calibration AS "calibration_bins"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- calibration.won_share_high []
SELECT
      "calibration_bins".scope_kind "calibration__scope_kind", case when count(*) = 1 then max("calibration_bins".won_high) end "calibration__won_share_high"
    FROM
      mart_forecast_calibration AS "calibration_bins"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- calibration.won_share_low []
SELECT
      "calibration_bins".scope_kind "calibration__scope_kind", case when count(*) = 1 then max("calibration_bins".won_low) end "calibration__won_share_low"
    FROM
      mart_forecast_calibration AS "calibration_bins"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.adjusted_by []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".adjusted_by) end "channel_yield__adjusted_by"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.adjusted_win_rate []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".adjusted_win_rate) end "channel_yield__adjusted_win_rate"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.bookings []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".bookings_amount) end "channel_yield__bookings"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.bookings_per_closed []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".bookings_per_closed) end "channel_yield__bookings_per_closed"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.deals []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".deals) end "channel_yield__deals"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.deals_closed []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".deals_closed) end "channel_yield__deals_closed"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.deals_won []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".deals_won) end "channel_yield__deals_won"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.prior_deals []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".prior_deals) end "channel_yield__prior_deals"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.prior_win_rate []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".prior_win_rate) end "channel_yield__prior_win_rate"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.rep_days []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".rep_days) end "channel_yield__rep_days"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.shrunk_win_rate []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".shrunk_win_rate) end "channel_yield__shrunk_win_rate"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.win_rate []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".win_rate) end "channel_yield__win_rate"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.win_rate_high []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".win_rate_high) end "channel_yield__win_rate_high"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.win_rate_low []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".win_rate_low) end "channel_yield__win_rate_low"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- channel_yield.yield_per_rep_day []
SELECT
      "yield_cells".kind "channel_yield__kind", case when count(*) = 1 then max("yield_cells".yield_per_rep_day) end "channel_yield__yield_per_rep_day"
    FROM
      mart_channel_yield AS "yield_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- commission.above_caps []
SELECT
      sum(CASE WHEN ("commissions".component = 'cap') THEN "commissions".amount END) "commission__above_caps"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commission.cost_of_sales []
SELECT
      cast(sum("commissions".amount) as double precision) / nullif(cast(sum("commissions".credited_amount) as double precision), 0) "commission__cost_of_sales"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commission.draws []
SELECT
      sum(CASE WHEN ("commissions".component in ('draw', 'recovery')) THEN "commissions".amount END) "commission__draws"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commission.exceptions []
SELECT
      sum(CASE WHEN ("commissions".component = 'exception') THEN "commissions".amount END) "commission__exceptions"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commission.from_rates []
SELECT
      sum(CASE WHEN ("commissions".component = 'rate') THEN "commissions".amount END) "commission__from_rates"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commission.from_spiffs []
SELECT
      sum(CASE WHEN ("commissions".component = 'spiff') THEN "commissions".amount END) "commission__from_spiffs"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commission.paid_credit []
SELECT
      sum("commissions".credited_amount) "commission__paid_credit"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commission.payout []
SELECT
      sum("commissions".amount) "commission__payout"
    FROM
      fct_commission AS "commissions"  LIMIT 100001;

-- commit_accuracy.committed []
SELECT
      sum("commits".committed) "commit_accuracy__committed"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.committed_amount []
SELECT
      sum("commits".committed_amount) "commit_accuracy__committed_amount"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.committed_won []
SELECT
      sum("commits".committed_won) "commit_accuracy__committed_won"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.committed_won_amount []
SELECT
      sum("commits".committed_won_amount) "commit_accuracy__committed_won_amount"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.hit_rate []
SELECT
      1.0 * sum("commits".committed_won) / nullif(sum("commits".committed), 0) "commit_accuracy__hit_rate"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.hit_rate_by_value []
SELECT
      cast(sum("commits".committed_won_amount) as double precision) / nullif(cast(sum("commits".committed_amount) as double precision), 0) "commit_accuracy__hit_rate_by_value"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.open_deals []
SELECT
      sum("commits".open_deals) "commit_accuracy__open_deals"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.recall []
SELECT
      1.0 * sum("commits".committed_won) / nullif(sum("commits".won), 0) "commit_accuracy__recall"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.won []
SELECT
      sum("commits".won) "commit_accuracy__won"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- commit_accuracy.won_amount []
SELECT
      sum("commits".won_amount) "commit_accuracy__won_amount"
    FROM
      mart_commit AS "commits"  LIMIT 100001;

-- consistency.gini []
SELECT
      "member_consistency".kind "consistency__kind", "member_consistency".member "consistency__member", case when count(*) = 1 then max("member_consistency".gini) end "consistency__gini"
    FROM
      mart_member_consistency AS "member_consistency"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- consistency.mean_bookings []
SELECT
      avg(cast("consistency_months".bookings_amount as double precision)) "consistency__mean_bookings"
    FROM
      mart_consistency AS "consistency_months"  LIMIT 100001;

-- consistency.months []
SELECT
      count("consistency_months".consistency_key) "consistency__months"
    FROM
      mart_consistency AS "consistency_months"  LIMIT 100001;

-- consistency.months_at_target []
SELECT
      "member_consistency".kind "consistency__kind", "member_consistency".member "consistency__member", case when count(*) = 1 then max("member_consistency".months_at_target) end "consistency__months_at_target"
    FROM
      mart_member_consistency AS "member_consistency"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- consistency.months_with_target []
SELECT
      "member_consistency".kind "consistency__kind", "member_consistency".member "consistency__member", case when count(*) = 1 then max("member_consistency".months_with_target) end "consistency__months_with_target"
    FROM
      mart_member_consistency AS "member_consistency"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- consistency.variation []
SELECT
      case when count(*) >= 6 and count(distinct "consistency_months".kind || '/' || "consistency_months".member_key) = 1 and avg(cast("consistency_months".bookings_amount as double precision)) > 0 then stddev_samp(cast("consistency_months".bookings_amount as double precision)) / avg(cast("consistency_months".bookings_amount as double precision)) end "consistency__variation"
    FROM
      mart_consistency AS "consistency_months"  LIMIT 100001;

-- conversion.conversion []
SELECT
      "conversion_weeks".week_number "conversion__week_number", cast(sum(case when "conversion_weeks".is_complete then "conversion_weeks".won_amount end) as double precision) / nullif(cast(sum(case when "conversion_weeks".is_complete then "conversion_weeks".open_amount end) as double precision), 0) "conversion__conversion"
    FROM
      mart_pipeline_conversion AS "conversion_weeks"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- conversion.conversion_to_come []
SELECT
      "conversion_weeks".week_number "conversion__week_number", cast(sum(case when "conversion_weeks".is_complete then "conversion_weeks".won_amount - "conversion_weeks".won_before end) as double precision) / nullif(cast(sum(case when "conversion_weeks".is_complete then "conversion_weeks".open_amount end) as double precision), 0) "conversion__conversion_to_come"
    FROM
      mart_pipeline_conversion AS "conversion_weeks"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- conversion.open_amount []
SELECT
      "conversion_weeks".week_number "conversion__week_number", sum("conversion_weeks".open_amount) "conversion__open_amount"
    FROM
      mart_pipeline_conversion AS "conversion_weeks"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- conversion.open_deals []
SELECT
      "conversion_weeks".week_number "conversion__week_number", sum("conversion_weeks".open_deals) "conversion__open_deals"
    FROM
      mart_pipeline_conversion AS "conversion_weeks"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- conversion.won_amount []
SELECT
      "conversion_weeks".week_number "conversion__week_number", sum("conversion_weeks".won_amount) "conversion__won_amount"
    FROM
      mart_pipeline_conversion AS "conversion_weeks"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- conversion.won_before []
SELECT
      "conversion_weeks".week_number "conversion__week_number", sum("conversion_weeks".won_before) "conversion__won_before"
    FROM
      mart_pipeline_conversion AS "conversion_weeks"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- credit.amount []
SELECT
      sum("credits".amount) "credit__amount"
    FROM
      fct_booking_credit AS "credits"  LIMIT 100001;

-- credit.count []
SELECT
      count("credits".credit_key) "credit__count"
    FROM
      fct_booking_credit AS "credits"  LIMIT 100001;

-- credit.deals []
SELECT
      count(distinct "credits".opportunity_id) "credit__deals"
    FROM
      fct_booking_credit AS "credits"  LIMIT 100001;

-- cycle.cif_won_180 ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".cif_won_180) end "cycle__cif_won_180"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.cif_won_30 ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".cif_won_30) end "cycle__cif_won_30"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.cif_won_60 ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".cif_won_60) end "cycle__cif_won_60"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.cif_won_90 ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".cif_won_90) end "cycle__cif_won_90"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.completed_visits []
SELECT
      count(CASE WHEN (not "stage_visits".is_censored and not "stage_visits".is_closed_stage) THEN "stage_visits".visit_key END) "cycle__completed_visits"
    FROM
      fct_stage_visit AS "stage_visits"  LIMIT 100001;

-- cycle.days_in_stage_avg []
SELECT
      avg(CASE WHEN (not "stage_visits".is_censored and not "stage_visits".is_closed_stage) THEN "stage_visits".days_in_stage END) "cycle__days_in_stage_avg"
    FROM
      fct_stage_visit AS "stage_visits"  LIMIT 100001;

-- cycle.days_in_stage_median []
SELECT
      percentile_cont(0.5) within group (order by case when not "stage_visits".is_censored and not "stage_visits".is_closed_stage then "stage_visits".days_in_stage end) "cycle__days_in_stage_median"
    FROM
      fct_stage_visit AS "stage_visits"  LIMIT 100001;

-- cycle.days_in_stage_per_deal []
SELECT
      sum(case when not "stage_visits".is_censored and not "stage_visits".is_closed_stage then "stage_visits".days_in_stage end) / nullif(count(distinct case when not "stage_visits".is_censored and not "stage_visits".is_closed_stage then "stage_visits".opportunity_id end), 0) "cycle__days_in_stage_per_deal"
    FROM
      fct_stage_visit AS "stage_visits"  LIMIT 100001;

-- cycle.deals_followed ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".deals) end "cycle__deals_followed"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.km_median_days ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".km_median_days) end "cycle__km_median_days"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.km_median_high ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".km_median_high) end "cycle__km_median_high"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.km_median_low ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".km_median_low) end "cycle__km_median_low"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.km_p25_days ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".km_p25_days) end "cycle__km_p25_days"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.km_p75_days ["all"]
SELECT
      case when count(*) = 1 then max("cycle_medians".km_p75_days) end "cycle__km_p75_days"
    FROM
      mart_cycle_median AS "cycle_medians"  WHERE ("cycle_medians".kind = ?) LIMIT 100001;

-- cycle.visits []
SELECT
      count("stage_visits".visit_key) "cycle__visits"
    FROM
      fct_stage_visit AS "stage_visits"  LIMIT 100001;

-- cycle_curve.at_risk []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".at_risk) end "cycle_curve__at_risk"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.censored []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", sum("cycle_days_of_age".censored) "cycle_curve__censored"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.cif_lost []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".cif_lost) end "cycle_curve__cif_lost"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.cif_lost_high []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".cif_lost_high) end "cycle_curve__cif_lost_high"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.cif_lost_low []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".cif_lost_low) end "cycle_curve__cif_lost_low"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.cif_won []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".cif_won) end "cycle_curve__cif_won"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.cif_won_high []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".cif_won_high) end "cycle_curve__cif_won_high"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.cif_won_low []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".cif_won_low) end "cycle_curve__cif_won_low"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.deals_lost []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", sum("cycle_days_of_age".lost) "cycle_curve__deals_lost"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.deals_won []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", sum("cycle_days_of_age".won) "cycle_curve__deals_won"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.survival []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".survival) end "cycle_curve__survival"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.survival_high []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".survival_high) end "cycle_curve__survival_high"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_curve.survival_low []
SELECT
      "cycle_days_of_age".kind "cycle_curve__kind", "cycle_days_of_age".member "cycle_curve__member", "cycle_days_of_age".day "cycle_curve__day", case when count(*) = 1 then max("cycle_days_of_age".survival_low) end "cycle_curve__survival_low"
    FROM
      mart_cycle_survival AS "cycle_days_of_age"  GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100001;

-- cycle_survival.cif_won_180 []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".cif_won_180) end "cycle_survival__cif_won_180"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.cif_won_30 []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".cif_won_30) end "cycle_survival__cif_won_30"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.cif_won_60 []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".cif_won_60) end "cycle_survival__cif_won_60"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.cif_won_90 []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".cif_won_90) end "cycle_survival__cif_won_90"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.deals []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".deals) end "cycle_survival__deals"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.deals_lost []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".deals_lost) end "cycle_survival__deals_lost"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.deals_open []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".deals_open) end "cycle_survival__deals_open"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.deals_won []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".deals_won) end "cycle_survival__deals_won"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.km_median_days []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".km_median_days) end "cycle_survival__km_median_days"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.km_median_high []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".km_median_high) end "cycle_survival__km_median_high"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.km_median_low []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".km_median_low) end "cycle_survival__km_median_low"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.km_p25_days []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".km_p25_days) end "cycle_survival__km_p25_days"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.km_p75_days []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".km_p75_days) end "cycle_survival__km_p75_days"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- cycle_survival.left_out []
SELECT
      "cycle_medians".kind "cycle_survival__kind", "cycle_medians".member "cycle_survival__member", case when count(*) = 1 then max("cycle_medians".left_out) end "cycle_survival__left_out"
    FROM
      mart_cycle_median AS "cycle_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- data.audits_count []
SELECT
      count("audits".audit_key) "data__audits_count"
    FROM
      ops_audit AS "audits"  LIMIT 100001;

-- data.audits_failures []
SELECT
      sum("audits".failures) "data__audits_failures"
    FROM
      ops_audit AS "audits"  LIMIT 100001;

-- data.files_banner_lines []
SELECT
      sum("files".banner_lines) "data__files_banner_lines"
    FROM
      ops_file AS "files"  LIMIT 100001;

-- data.files_count []
SELECT
      count("files".part_id) "data__files_count"
    FROM
      ops_file AS "files"  LIMIT 100001;

-- data.files_footer_lines []
SELECT
      sum("files".footer_lines) "data__files_footer_lines"
    FROM
      ops_file AS "files"  LIMIT 100001;

-- data.files_loaded []
SELECT
      sum("files".loaded) "data__files_loaded"
    FROM
      ops_file AS "files"  LIMIT 100001;

-- data.files_quarantined []
SELECT
      sum("files".quarantined) "data__files_quarantined"
    FROM
      ops_file AS "files"  LIMIT 100001;

-- data.files_records []
SELECT
      sum("files".records) "data__files_records"
    FROM
      ops_file AS "files"  LIMIT 100001;

-- data.files_subtotal_lines []
SELECT
      sum("files".subtotal_lines) "data__files_subtotal_lines"
    FROM
      ops_file AS "files"  LIMIT 100001;

-- data.quarantine_reasons_faults []
SELECT
      sum("quarantine_reasons".count) "data__quarantine_reasons_faults"
    FROM
      ops_quarantine_reason AS "quarantine_reasons"  LIMIT 100001;

-- data.sources_count []
SELECT
      count("sources".source) "data__sources_count"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_loaded []
SELECT
      sum("sources".loaded) "data__sources_loaded"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_not_records []
SELECT
      sum("sources".not_records) "data__sources_not_records"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_quarantined []
SELECT
      sum("sources".quarantined) "data__sources_quarantined"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_records []
SELECT
      sum("sources".records) "data__sources_records"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_run_loaded []
SELECT
      sum("sources".run_loaded) "data__sources_run_loaded"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_run_quarantined []
SELECT
      sum("sources".run_quarantined) "data__sources_run_quarantined"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_run_records []
SELECT
      sum("sources".run_records) "data__sources_run_records"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.sources_warnings []
SELECT
      sum("sources".warnings) "data__sources_warnings"
    FROM
      ops_source AS "sources"  LIMIT 100001;

-- data.warnings_count []
SELECT
      count("warnings".warning_key) "data__warnings_count"
    FROM
      ops_warning AS "warnings"  LIMIT 100001;

-- data.warnings_values []
SELECT
      sum("warnings".count) "data__warnings_values"
    FROM
      ops_warning AS "warnings"  LIMIT 100001;

-- deal_score.deals []
SELECT
      count("deal_scores".opportunity_id) "deal_score__deals"
    FROM
      fct_deal_score AS "deal_scores"  LIMIT 100001;

-- deal_score.expected_amount []
SELECT
      sum("deal_scores".weighted_amount) "deal_score__expected_amount"
    FROM
      fct_deal_score AS "deal_scores"  LIMIT 100001;

-- deal_score.expected_wins []
SELECT
      sum("deal_scores".p_win) "deal_score__expected_wins"
    FROM
      fct_deal_score AS "deal_scores"  LIMIT 100001;

-- deal_score.open_amount []
SELECT
      sum("deal_scores".amount) "deal_score__open_amount"
    FROM
      fct_deal_score AS "deal_scores"  LIMIT 100001;

-- deal_score.p_win_avg []
SELECT
      avg("deal_scores".p_win) "deal_score__p_win_avg"
    FROM
      fct_deal_score AS "deal_scores"  LIMIT 100001;

-- due.conversion []
SELECT
      "due_deals".period_kind "due__period_kind", cast(sum("due_deals".won_amount) as double precision) / nullif(cast(sum("due_deals".due_amount) as double precision), 0) "due__conversion"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.due_amount []
SELECT
      "due_deals".period_kind "due__period_kind", sum("due_deals".due_amount) "due__due_amount"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.due_deals []
SELECT
      "due_deals".period_kind "due__period_kind", count(CASE WHEN ("due_deals".was_due) THEN "due_deals".pipeline_period_key END) "due__due_deals"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.due_won_amount []
SELECT
      "due_deals".period_kind "due__period_kind", sum(CASE WHEN ("due_deals".was_due) THEN "due_deals".won_amount END) "due__due_won_amount"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.slip_rate []
SELECT
      "due_deals".period_kind "due__period_kind", 1.0 * count(CASE WHEN ("due_deals".slipped) THEN "due_deals".pipeline_period_key END) / nullif(count(CASE WHEN ("due_deals".was_due) THEN "due_deals".pipeline_period_key END), 0) "due__slip_rate"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.slip_rate_by_value []
SELECT
      "due_deals".period_kind "due__period_kind", cast(sum(CASE WHEN ("due_deals".slipped) THEN "due_deals".due_amount END) as double precision) / nullif(cast(sum("due_deals".due_amount) as double precision), 0) "due__slip_rate_by_value"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.slipped_amount []
SELECT
      "due_deals".period_kind "due__period_kind", sum(CASE WHEN ("due_deals".slipped) THEN "due_deals".due_amount END) "due__slipped_amount"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.slipped_deals []
SELECT
      "due_deals".period_kind "due__period_kind", count(CASE WHEN ("due_deals".slipped) THEN "due_deals".pipeline_period_key END) "due__slipped_deals"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- due.won_amount []
SELECT
      "due_deals".period_kind "due__period_kind", sum("due_deals".won_amount) "due__won_amount"
    FROM
      mart_pipeline_period AS "due_deals"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- duplicates.deals []
SELECT
      sum("duplicate_accounts".deals) "duplicates__deals"
    FROM
      mart_duplicate_account AS "duplicate_accounts"  LIMIT 100001;

-- duplicates.open_amount []
SELECT
      sum("duplicate_accounts".open_amount) "duplicates__open_amount"
    FROM
      mart_duplicate_account AS "duplicate_accounts"  LIMIT 100001;

-- duplicates.pairs []
SELECT
      count("duplicate_accounts".duplicate_key) "duplicates__pairs"
    FROM
      mart_duplicate_account AS "duplicate_accounts"  LIMIT 100001;

-- forecast.open_deals []
SELECT
      "forecasts".method "forecast__method", "forecasts".level "forecast__level", "forecasts".period_name "forecast__period", "forecasts".horizon_days "forecast__horizon_days", sum("forecasts".open_deals) "forecast__open_deals"
    FROM
      fct_forecast AS "forecasts"  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 100001;

-- forecast.p10 []
SELECT
      "forecasts".method "forecast__method", "forecasts".level "forecast__level", "forecasts".period_name "forecast__period", "forecasts".horizon_days "forecast__horizon_days", case when count(*) = 1 then max("forecasts".p10) end "forecast__p10"
    FROM
      fct_forecast AS "forecasts"  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 100001;

-- forecast.p50 []
SELECT
      "forecasts".method "forecast__method", "forecasts".level "forecast__level", "forecasts".period_name "forecast__period", "forecasts".horizon_days "forecast__horizon_days", case when count(*) = 1 then max("forecasts".p50) end "forecast__p50"
    FROM
      fct_forecast AS "forecasts"  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 100001;

-- forecast.p90 []
SELECT
      "forecasts".method "forecast__method", "forecasts".level "forecast__level", "forecasts".period_name "forecast__period", "forecasts".horizon_days "forecast__horizon_days", case when count(*) = 1 then max("forecasts".p90) end "forecast__p90"
    FROM
      fct_forecast AS "forecasts"  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 100001;

-- forecast.point []
SELECT
      "forecasts".method "forecast__method", "forecasts".level "forecast__level", "forecasts".period_name "forecast__period", "forecasts".horizon_days "forecast__horizon_days", sum("forecasts".point) "forecast__point"
    FROM
      fct_forecast AS "forecasts"  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 100001;

-- forecast.single_amount []
SELECT
      "forecasts".method "forecast__method", "forecasts".level "forecast__level", "forecasts".period_name "forecast__period", "forecasts".horizon_days "forecast__horizon_days", sum("forecasts".single_amount) "forecast__single_amount"
    FROM
      fct_forecast AS "forecasts"  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 100001;

-- forecast.won []
SELECT
      "forecasts".method "forecast__method", "forecasts".level "forecast__level", "forecasts".period_name "forecast__period", "forecasts".horizon_days "forecast__horizon_days", sum("forecasts".won_amount) "forecast__won"
    FROM
      fct_forecast AS "forecasts"  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 100001;

-- forecast_accuracy.abs_error []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", sum("forecast_scores".abs_error) "forecast_accuracy__abs_error"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.actual []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", sum("forecast_scores".actual) "forecast_accuracy__actual"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.bias []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", cast(sum("forecast_scores".error) as double precision) / nullif(cast(sum("forecast_scores".actual) as double precision), 0) "forecast_accuracy__bias"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.coverage80 []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", 1.0 * sum(case when "forecast_scores".is_covered then 1 else 0 end) / nullif(count("forecast_scores".is_covered), 0) "forecast_accuracy__coverage80"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.error []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", sum("forecast_scores".error) "forecast_accuracy__error"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.expected []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", sum("forecast_scores".point) "forecast_accuracy__expected"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.mape []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", avg(case when "forecast_scores".level = 'company' then "forecast_scores".ape end) "forecast_accuracy__mape"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.mase []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", cast(sum(case when "forecast_scores".scale > 0 then "forecast_scores".abs_error end) as double precision) / nullif(sum(case when "forecast_scores".scale > 0 then "forecast_scores".scale end), 0) "forecast_accuracy__mase"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.n []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", count("forecast_scores".forecast_key) "forecast_accuracy__n"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.pinball []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", avg("forecast_scores".pinball) "forecast_accuracy__pinball"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.quarters []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", count(distinct "forecast_scores".period_start) "forecast_accuracy__quarters"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.skill []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", 1.0 - cast(sum(case when "forecast_scores".mean_90_abs_error is not null then "forecast_scores".abs_error end) as double precision) / nullif(cast(sum("forecast_scores".mean_90_abs_error) as double precision), 0) "forecast_accuracy__skill"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.tracking_signal []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", cast(sum("forecast_scores".error) as double precision) / nullif(cast(sum("forecast_scores".abs_error) as double precision) / nullif(count("forecast_scores".forecast_key), 0), 0) "forecast_accuracy__tracking_signal"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_accuracy.wape []
SELECT
      "forecast_scores".method "forecast_accuracy__method", "forecast_scores".level "forecast_accuracy__level", cast(sum("forecast_scores".abs_error) as double precision) / nullif(cast(sum("forecast_scores".actual) as double precision), 0) "forecast_accuracy__wape"
    FROM
      mart_forecast_accuracy AS "forecast_scores"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_change.change []
SELECT
      sum("forecast_changes".amount) "forecast_change__change"
    FROM
      mart_forecast_change AS "forecast_changes"  LIMIT 100001;

-- forecast_change.deals []
SELECT
      count(distinct "forecast_changes".opportunity_id) "forecast_change__deals"
    FROM
      mart_forecast_change AS "forecast_changes"  LIMIT 100001;

-- forecast_habit.booked []
SELECT
      sum("forecast_habits".booked) "forecast_habit__booked"
    FROM
      mart_forecast_habit AS "forecast_habits"  LIMIT 100001;

-- forecast_habit.commit_bias []
SELECT
      cast(sum("forecast_habits".committed) as double precision) / nullif(cast(sum("forecast_habits".booked) as double precision), 0) - 1.0 "forecast_habit__commit_bias"
    FROM
      mart_forecast_habit AS "forecast_habits"  LIMIT 100001;

-- forecast_habit.committed []
SELECT
      sum("forecast_habits".committed) "forecast_habit__committed"
    FROM
      mart_forecast_habit AS "forecast_habits"  LIMIT 100001;

-- forecast_habit.submitters []
SELECT
      count("forecast_habits".rep_key) "forecast_habit__submitters"
    FROM
      mart_forecast_habit AS "forecast_habits"  LIMIT 100001;

-- forecast_need.average_deal []
SELECT
      "forecast_needs".level "forecast_need__level", cast(sum(case when not "forecast_needs".is_running then "forecast_needs".booked_before + "forecast_needs".booked_after end) as double precision) / nullif(sum(case when not "forecast_needs".is_running then "forecast_needs".deals_booked end), 0) "forecast_need__average_deal"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.booked_after []
SELECT
      "forecast_needs".level "forecast_need__level", sum("forecast_needs".booked_after) "forecast_need__booked_after"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.booked_before []
SELECT
      "forecast_needs".level "forecast_need__level", sum("forecast_needs".booked_before) "forecast_need__booked_before"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.created_after []
SELECT
      "forecast_needs".level "forecast_need__level", sum("forecast_needs".created_after) "forecast_need__created_after"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.deals_after []
SELECT
      "forecast_needs".level "forecast_need__level", sum("forecast_needs".deals_after) "forecast_need__deals_after"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.due_amount []
SELECT
      "forecast_needs".level "forecast_need__level", sum("forecast_needs".due_amount) "forecast_need__due_amount"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.due_deals []
SELECT
      "forecast_needs".level "forecast_need__level", sum("forecast_needs".due_deals) "forecast_need__due_deals"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.needed []
SELECT
      "forecast_needs".level "forecast_need__level", greatest(coalesce(sum(case when "forecast_needs".is_running then "forecast_needs".target_amount - "forecast_needs".booked_before end), 0), 0) "forecast_need__needed"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.needed_deals []
SELECT
      "forecast_needs".level "forecast_need__level", cast(greatest(coalesce(sum(case when "forecast_needs".is_running then "forecast_needs".target_amount - "forecast_needs".booked_before end), 0), 0) as double precision) / nullif(cast(sum(case when not "forecast_needs".is_running then "forecast_needs".booked_before + "forecast_needs".booked_after end) as double precision) / nullif(sum(case when not "forecast_needs".is_running then "forecast_needs".deals_booked end), 0), 0) "forecast_need__needed_deals"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.needed_yield []
SELECT
      "forecast_needs".level "forecast_need__level", cast(greatest(coalesce(sum(case when "forecast_needs".is_running then "forecast_needs".target_amount - "forecast_needs".booked_before end), 0), 0) as double precision) / nullif(cast(sum(case when "forecast_needs".is_running then "forecast_needs".due_amount end) as double precision), 0) "forecast_need__needed_yield"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.new_pipeline_needed []
SELECT
      "forecast_needs".level "forecast_need__level", case when cast(sum(case when not "forecast_needs".is_running then "forecast_needs".booked_after end) as double precision) / nullif(cast(sum(case when not "forecast_needs".is_running then "forecast_needs".due_amount end) as double precision), 0) > 0 and sum(case when "forecast_needs".is_running then 1 end) > 0 then greatest(cast(greatest(coalesce(sum(case when "forecast_needs".is_running then "forecast_needs".target_amount - "forecast_needs".booked_before end), 0), 0) as double precision) / nullif(cast(sum(case when not "forecast_needs".is_running then "forecast_needs".booked_after end) as double precision) / nullif(cast(sum(case when not "forecast_needs".is_running then "forecast_needs".due_amount end) as double precision), 0), 0) - cast(sum(case when "forecast_needs".is_running then "forecast_needs".due_amount end) as double precision), 0) end "forecast_need__new_pipeline_needed"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.past_created []
SELECT
      "forecast_needs".level "forecast_need__level", cast(sum(case when not "forecast_needs".is_running then "forecast_needs".created_after end) as double precision) / nullif(count(distinct case when not "forecast_needs".is_running and "forecast_needs".due_deals > 0 then "forecast_needs".quarter_start end), 0) "forecast_need__past_created"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.past_deals []
SELECT
      "forecast_needs".level "forecast_need__level", 1.0 * sum(case when not "forecast_needs".is_running then "forecast_needs".deals_after end) / nullif(count(distinct case when not "forecast_needs".is_running and "forecast_needs".due_deals > 0 then "forecast_needs".quarter_start end), 0) "forecast_need__past_deals"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.past_quarters []
SELECT
      "forecast_needs".level "forecast_need__level", count(distinct case when not "forecast_needs".is_running and "forecast_needs".due_deals > 0 then "forecast_needs".quarter_start end) "forecast_need__past_quarters"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.past_yield []
SELECT
      "forecast_needs".level "forecast_need__level", cast(sum(case when not "forecast_needs".is_running then "forecast_needs".booked_after end) as double precision) / nullif(cast(sum(case when not "forecast_needs".is_running then "forecast_needs".due_amount end) as double precision), 0) "forecast_need__past_yield"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.rest_yield []
SELECT
      "forecast_needs".level "forecast_need__level", cast(sum("forecast_needs".booked_after) as double precision) / nullif(cast(sum("forecast_needs".due_amount) as double precision), 0) "forecast_need__rest_yield"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_need.target []
SELECT
      "forecast_needs".level "forecast_need__level", sum("forecast_needs".target_amount) "forecast_need__target"
    FROM
      mart_forecast_need AS "forecast_needs"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- forecast_pace.booked []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", sum("forecast_days".booked_amount) "forecast_pace__booked"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_pace.expected []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", sum("forecast_days".expected_amount) "forecast_pace__expected"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_pace.last_quarter []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", sum("forecast_days".last_quarter_amount) "forecast_pace__last_quarter"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_pace.last_year []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", sum("forecast_days".last_year_amount) "forecast_pace__last_year"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_pace.p10 []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", case when count(*) = 1 then max("forecast_days".p10) end "forecast_pace__p10"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_pace.p50 []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", case when count(*) = 1 then max("forecast_days".p50) end "forecast_pace__p50"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_pace.p90 []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", case when count(*) = 1 then max("forecast_days".p90) end "forecast_pace__p90"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- forecast_pace.target []
SELECT
      "forecast_days".level "forecast_pace__level", "forecast_days".day_of_quarter "forecast_pace__day_of_quarter", sum("forecast_days".target_amount) "forecast_pace__target"
    FROM
      mart_forecast_pace AS "forecast_days"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- funnel.deals []
SELECT
      "funnel_steps".age_days "funnel__age_days", "funnel_steps".stage_name "funnel__stage_name", case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end "funnel__deals"
    FROM
      mart_funnel AS "funnel_steps"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- funnel.entered []
SELECT
      "funnel_steps".age_days "funnel__age_days", "funnel_steps".stage_name "funnel__stage_name", case when case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end is not null then sum("funnel_steps".entered) end "funnel__entered"
    FROM
      mart_funnel AS "funnel_steps"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- funnel.pass_rate []
SELECT
      "funnel_steps".age_days "funnel__age_days", "funnel_steps".stage_name "funnel__stage_name", cast(case when case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end is not null then sum("funnel_steps".passed) end as double precision) / nullif(cast(case when case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end is not null then sum("funnel_steps".reached) end as double precision), 0) "funnel__pass_rate"
    FROM
      mart_funnel AS "funnel_steps"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- funnel.passed []
SELECT
      "funnel_steps".age_days "funnel__age_days", "funnel_steps".stage_name "funnel__stage_name", case when case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end is not null then sum("funnel_steps".passed) end "funnel__passed"
    FROM
      mart_funnel AS "funnel_steps"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- funnel.reach_rate []
SELECT
      "funnel_steps".age_days "funnel__age_days", "funnel_steps".stage_name "funnel__stage_name", cast(case when case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end is not null then sum("funnel_steps".reached) end as double precision) / nullif(cast(case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end as double precision), 0) "funnel__reach_rate"
    FROM
      mart_funnel AS "funnel_steps"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- funnel.reached []
SELECT
      "funnel_steps".age_days "funnel__age_days", "funnel_steps".stage_name "funnel__stage_name", case when case when count(distinct "funnel_steps".age_days) = 1 and count(distinct concat("funnel_steps".pipeline, '/', "funnel_steps".step, '/', "funnel_steps".stage_key)) = 1 then sum("funnel_steps".deals) end is not null then sum("funnel_steps".reached) end "funnel__reached"
    FROM
      mart_funnel AS "funnel_steps"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- history.count []
SELECT
      count("versions".version_key) "history__count"
    FROM
      fct_opportunity_version AS "versions"  LIMIT 100001;

-- history.opportunities_changed []
SELECT
      count(distinct "versions".opportunity_id) "history__opportunities_changed"
    FROM
      fct_opportunity_version AS "versions"  LIMIT 100001;

-- hygiene.checks []
SELECT
      count("hygiene_checks".hygiene_key) "hygiene__checks"
    FROM
      fct_hygiene AS "hygiene_checks"  LIMIT 100001;

-- hygiene.failed_amount []
SELECT
      "hygiene_checks".rule "hygiene__rule", sum(CASE WHEN ("hygiene_checks".failed) THEN "opportunities".amount END) "hygiene__failed_amount"
    FROM
      fct_hygiene AS "hygiene_checks"
LEFT JOIN fct_opportunity AS "opportunities" ON "hygiene_checks".opportunity_id = "opportunities".opportunity_id  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- hygiene.failure_rate []
SELECT
      1.0 * count(CASE WHEN ("hygiene_checks".failed) THEN "hygiene_checks".hygiene_key END) / nullif(count("hygiene_checks".hygiene_key), 0) "hygiene__failure_rate"
    FROM
      fct_hygiene AS "hygiene_checks"  LIMIT 100001;

-- hygiene.failures []
SELECT
      count(CASE WHEN ("hygiene_checks".failed) THEN "hygiene_checks".hygiene_key END) "hygiene__failures"
    FROM
      fct_hygiene AS "hygiene_checks"  LIMIT 100001;

-- hygiene.records_failed []
SELECT
      count(distinct CASE WHEN ("hygiene_checks".failed) THEN "hygiene_checks".opportunity_id END) "hygiene__records_failed"
    FROM
      fct_hygiene AS "hygiene_checks"  LIMIT 100001;

-- hygiene.score []
SELECT
      1 - cast(sum(case when "hygiene_checks".failed then "hygiene_checks".weight else 0 end) as double precision) / nullif(cast(sum("hygiene_checks".weight) as double precision), 0) "hygiene__score"
    FROM
      fct_hygiene AS "hygiene_checks"  LIMIT 100001;

-- known_change.amount []
SELECT
      "known_changes".span "known_change__span", "known_changes".subject "known_change__subject", sum("known_changes".amount) "known_change__amount"
    FROM
      mart_known_change AS "known_changes"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- known_change.deals []
SELECT
      "known_changes".span "known_change__span", "known_changes".subject "known_change__subject", sum("known_changes".deals) "known_change__deals"
    FROM
      mart_known_change AS "known_changes"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_response.answered_in_5 []
SELECT
      "lead_response_times".kind "lead_response__kind", "lead_response_times".member "lead_response__member", case when count(*) = 1 then max("lead_response_times".within_5_minutes) end "lead_response__answered_in_5"
    FROM
      mart_lead_response AS "lead_response_times"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_response.answered_in_60 []
SELECT
      "lead_response_times".kind "lead_response__kind", "lead_response_times".member "lead_response__member", case when count(*) = 1 then max("lead_response_times".within_60_minutes) end "lead_response__answered_in_60"
    FROM
      mart_lead_response AS "lead_response_times"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_response.answered_in_60_business []
SELECT
      "lead_response_times".kind "lead_response__kind", "lead_response_times".member "lead_response__member", case when count(*) = 1 then max("lead_response_times".within_60_business_minutes) end "lead_response__answered_in_60_business"
    FROM
      mart_lead_response AS "lead_response_times"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_response.leads_answered []
SELECT
      "lead_response_times".kind "lead_response__kind", "lead_response_times".member "lead_response__member", case when count(*) = 1 then max("lead_response_times".answered) end "lead_response__leads_answered"
    FROM
      mart_lead_response AS "lead_response_times"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_response.leads_followed []
SELECT
      "lead_response_times".kind "lead_response__kind", "lead_response_times".member "lead_response__member", case when count(*) = 1 then max("lead_response_times".leads) end "lead_response__leads_followed"
    FROM
      mart_lead_response AS "lead_response_times"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_response.response_median []
SELECT
      "lead_response_times".kind "lead_response__kind", "lead_response_times".member "lead_response__member", case when count(*) = 1 then max("lead_response_times".km_median_minutes) end "lead_response__response_median"
    FROM
      mart_lead_response AS "lead_response_times"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_response.response_median_business []
SELECT
      "lead_response_times".kind "lead_response__kind", "lead_response_times".member "lead_response__member", case when count(*) = 1 then max("lead_response_times".km_median_business_minutes) end "lead_response__response_median_business"
    FROM
      mart_lead_response AS "lead_response_times"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- lead_sources.bookings []
SELECT
      sum("lead_source_months".bookings_amount) "lead_sources__bookings"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.bookings_per_lead []
SELECT
      cast(sum("lead_source_months".bookings_amount) as double precision) / nullif(sum("lead_source_months".leads), 0) "lead_sources__bookings_per_lead"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.deals_lost []
SELECT
      sum("lead_source_months".deals_lost) "lead_sources__deals_lost"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.deals_won []
SELECT
      sum("lead_source_months".deals_won) "lead_sources__deals_won"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.lead_conversion []
SELECT
      1.0 * sum("lead_source_months".leads_converted) / nullif(sum("lead_source_months".leads), 0) "lead_sources__lead_conversion"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.leads []
SELECT
      sum("lead_source_months".leads) "lead_sources__leads"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.leads_answered []
SELECT
      sum("lead_source_months".leads_answered) "lead_sources__leads_answered"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.leads_converted []
SELECT
      sum("lead_source_months".leads_converted) "lead_sources__leads_converted"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.open_amount []
SELECT
      sum("lead_source_months".open_amount) "lead_sources__open_amount"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- lead_sources.opportunities []
SELECT
      sum("lead_source_months".opportunities) "lead_sources__opportunities"
    FROM
      mart_lead_source AS "lead_source_months"  LIMIT 100001;

-- leads.answered_in_5 ["all"]
SELECT
      case when count(*) = 1 then max("lead_response_times".within_5_minutes) end "leads__answered_in_5"
    FROM
      mart_lead_response AS "lead_response_times"  WHERE ("lead_response_times".kind = ?) LIMIT 100001;

-- leads.answered_in_60 ["all"]
SELECT
      case when count(*) = 1 then max("lead_response_times".within_60_minutes) end "leads__answered_in_60"
    FROM
      mart_lead_response AS "lead_response_times"  WHERE ("lead_response_times".kind = ?) LIMIT 100001;

-- leads.answered_in_60_business ["all"]
SELECT
      case when count(*) = 1 then max("lead_response_times".within_60_business_minutes) end "leads__answered_in_60_business"
    FROM
      mart_lead_response AS "lead_response_times"  WHERE ("lead_response_times".kind = ?) LIMIT 100001;

-- leads.answered_share []
SELECT
      1.0 * count(CASE WHEN ("lead_records".is_answered) THEN "lead_records".lead_id END) / nullif(count("lead_records".lead_id), 0) "leads__answered_share"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.count []
SELECT
      count("lead_records".lead_id) "leads__count"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.days_to_convert_median []
SELECT
      percentile_cont(0.5) within group (order by "lead_records".days_to_convert) "leads__days_to_convert_median"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.lead_conversion []
SELECT
      1.0 * count(CASE WHEN ("lead_records".is_converted) THEN "lead_records".lead_id END) / nullif(count("lead_records".lead_id), 0) "leads__lead_conversion"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.leads_answered []
SELECT
      count(CASE WHEN ("lead_records".is_answered) THEN "lead_records".lead_id END) "leads__leads_answered"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.leads_converted []
SELECT
      count(CASE WHEN ("lead_records".is_converted) THEN "lead_records".lead_id END) "leads__leads_converted"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.leads_followed ["all"]
SELECT
      case when count(*) = 1 then max("lead_response_times".leads) end "leads__leads_followed"
    FROM
      mart_lead_response AS "lead_response_times"  WHERE ("lead_response_times".kind = ?) LIMIT 100001;

-- leads.leads_unanswered []
SELECT
      count(CASE WHEN (not "lead_records".is_answered) THEN "lead_records".lead_id END) "leads__leads_unanswered"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.response_median ["all"]
SELECT
      case when count(*) = 1 then max("lead_response_times".km_median_minutes) end "leads__response_median"
    FROM
      mart_lead_response AS "lead_response_times"  WHERE ("lead_response_times".kind = ?) LIMIT 100001;

-- leads.response_median_business ["all"]
SELECT
      case when count(*) = 1 then max("lead_response_times".km_median_business_minutes) end "leads__response_median_business"
    FROM
      mart_lead_response AS "lead_response_times"  WHERE ("lead_response_times".kind = ?) LIMIT 100001;

-- leads.touches []
SELECT
      sum("lead_records".touches) "leads__touches"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.within_5_minutes []
SELECT
      1.0 * sum(case when "lead_records".response_minutes <= 5 then 1 else 0 end) / nullif(sum(case when "lead_records".response_minutes <= 5 or "lead_records".followed_minutes >= 5 then 1 else 0 end), 0) "leads__within_5_minutes"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- leads.within_60_minutes []
SELECT
      1.0 * sum(case when "lead_records".response_minutes <= 60 then 1 else 0 end) / nullif(sum(case when "lead_records".response_minutes <= 60 or "lead_records".followed_minutes >= 60 then 1 else 0 end), 0) "leads__within_60_minutes"
    FROM
      fct_lead AS "lead_records"  LIMIT 100001;

-- ledger.adjusted []
SELECT
      sum(CASE WHEN ("booking_events".event = 'adjusted') THEN "booking_events".amount END) "ledger__adjusted"
    FROM
      fct_booking AS "booking_events"  LIMIT 100001;

-- ledger.amount []
SELECT
      sum("booking_events".amount) "ledger__amount"
    FROM
      fct_booking AS "booking_events"  LIMIT 100001;

-- ledger.booked []
SELECT
      sum(CASE WHEN ("booking_events".event = 'booked') THEN "booking_events".amount END) "ledger__booked"
    FROM
      fct_booking AS "booking_events"  LIMIT 100001;

-- ledger.deals []
SELECT
      sum("booking_events".deals) "ledger__deals"
    FROM
      fct_booking AS "booking_events"  LIMIT 100001;

-- ledger.reversed []
SELECT
      sum(CASE WHEN ("booking_events".event = 'reversed') THEN "booking_events".amount END) "ledger__reversed"
    FROM
      fct_booking AS "booking_events"  LIMIT 100001;

-- movement.amount []
SELECT
      "movements".period_kind "movement__period_kind", sum("movements".amount) "movement__amount"
    FROM
      fct_pipeline_movement AS "movements"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- movement.deals []
SELECT
      "movements".period_kind "movement__period_kind", count(CASE WHEN ("movements".is_main_reason) THEN "movements".movement_key END) "movement__deals"
    FROM
      fct_pipeline_movement AS "movements"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- pipeline.age_days_avg []
SELECT
      avg(CASE WHEN ("opportunities".status = 'open') THEN "opportunities".age_days END) "pipeline__age_days_avg"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.age_days_median []
SELECT
      percentile_cont(0.5) within group (order by case when "opportunities".status = 'open' then "opportunities".age_days end) "pipeline__age_days_median"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.age_days_p90 []
SELECT
      percentile_cont(0.9) within group (order by case when "opportunities".status = 'open' then "opportunities".age_days end) "pipeline__age_days_p90"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.closing_amount []
SELECT
      sum("rep_months".open_amount) "pipeline__closing_amount"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- pipeline.coverage []
SELECT
      cast(sum("rep_months".open_amount) as double precision) / nullif(cast(case when sum("rep_months".quota_amount) > sum("rep_months".bookings_amount) then sum("rep_months".quota_amount) - sum("rep_months".bookings_amount) else 0 end as double precision), 0) "pipeline__coverage"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- pipeline.created_amount []
SELECT
      sum("opportunities".created_amount) "pipeline__created_amount"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.created_deals []
SELECT
      count("opportunities".opportunity_id) "pipeline__created_deals"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.deals_pushed []
SELECT
      count(CASE WHEN ("opportunities".push_count > 0) THEN "opportunities".opportunity_id END) "pipeline__deals_pushed"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.open_amount []
SELECT
      sum(CASE WHEN ("opportunities".status = 'open') THEN "opportunities".amount END) "pipeline__open_amount"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.open_deals []
SELECT
      count(CASE WHEN ("opportunities".status = 'open') THEN "opportunities".opportunity_id END) "pipeline__open_deals"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.pushes []
SELECT
      sum("opportunities".push_count) "pipeline__pushes"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.pushes_per_deal []
SELECT
      1.0 * sum("opportunities".push_count) / nullif(count("opportunities".opportunity_id), 0) "pipeline__pushes_per_deal"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.quota_amount []
SELECT
      sum("rep_months".quota_amount) "pipeline__quota_amount"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- pipeline.quota_left []
SELECT
      case when sum("rep_months".quota_amount) > sum("rep_months".bookings_amount) then sum("rep_months".quota_amount) - sum("rep_months".bookings_amount) else 0 end "pipeline__quota_left"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- pipeline.velocity []
SELECT
      count(CASE WHEN ("opportunities".status = 'open') THEN "opportunities".opportunity_id END) * (sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END) / nullif(count(CASE WHEN ("opportunities".status <> 'open' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END), 0)) * (count(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END), 0)) "pipeline__velocity"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.velocity_high []
SELECT
      count(CASE WHEN ("opportunities".status = 'open') THEN "opportunities".opportunity_id END) * (sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END) / nullif(count(CASE WHEN ("opportunities".status <> 'open' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END), 0)) * (count(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END), 0)) * exp(1.959964 * sqrt(case when count(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) > 1 then sum(case when "opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on then cast("opportunities".amount as double precision) * "opportunities".amount end) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END) * sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END), 0) + 1.0 / count(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) + sum(case when "opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on then cast("opportunities".cycle_days as double precision) * "opportunities".cycle_days end) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END) * sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END), 0) - 2 * sum(case when "opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on then cast("opportunities".amount as double precision) * "opportunities".cycle_days end) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END) * sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END), 0) - 1.0 / count(CASE WHEN ("opportunities".status <> 'open' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) end)) "pipeline__velocity_high"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.velocity_low []
SELECT
      count(CASE WHEN ("opportunities".status = 'open') THEN "opportunities".opportunity_id END) * (sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END) / nullif(count(CASE WHEN ("opportunities".status <> 'open' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END), 0)) * (count(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END), 0)) * exp(-1.959964 * sqrt(case when count(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) > 1 then sum(case when "opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on then cast("opportunities".amount as double precision) * "opportunities".amount end) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END) * sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END), 0) + 1.0 / count(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) + sum(case when "opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on then cast("opportunities".cycle_days as double precision) * "opportunities".cycle_days end) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END) * sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END), 0) - 2 * sum(case when "opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on then cast("opportunities".amount as double precision) * "opportunities".cycle_days end) / nullif(sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".cycle_days is not null and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".amount as double precision) END) * sum(CASE WHEN ("opportunities".status = 'won' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN cast("opportunities".cycle_days as double precision) END), 0) - 1.0 / count(CASE WHEN ("opportunities".status <> 'open' and "opportunities".closed_on > "opportunities".as_of_on - 365 and "opportunities".closed_on <= "opportunities".as_of_on) THEN "opportunities".opportunity_id END) end)) "pipeline__velocity_low"
    FROM
      fct_opportunity AS "opportunities"  LIMIT 100001;

-- pipeline.weighted_amount []
SELECT
      sum(case when "opportunities".status = 'open' then cast("opportunities".amount as double precision) * coalesce("opportunities".probability, "stages".probability) end) "pipeline__weighted_amount"
    FROM
      fct_opportunity AS "opportunities"
LEFT JOIN dim_stage AS "stages" ON "opportunities".stage_key = "stages".stage_key  LIMIT 100001;

-- pipeline_history.open_amount ["2026-02-01","2026-10-31"]
SELECT
      cast((select fiscal_day.fiscal_quarter_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast("pipeline_weeks".snapshot_on as date)) as timestamp) "pipeline_history__snapshot_on_fiscal_quarter", sum("pipeline_weeks".open_amount) "pipeline_history__open_amount"
    FROM
      fct_pipeline_week AS "pipeline_weeks"  WHERE ("pipeline_weeks".snapshot_on >= ?::DATE AND "pipeline_weeks".snapshot_on <= ?::DATE) AND ("pipeline_weeks".snapshot_on in (select max(snapshot.day) from (select distinct snapshot_on as day from fct_pipeline_week) snapshot where snapshot.day between date '2026-02-01' and date '2026-10-31' group by cast((select fiscal_day.fiscal_quarter_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast(snapshot.day as date)) as timestamp))) GROUP BY 1 ORDER BY 1 ASC LIMIT 100001;

-- pipeline_history.open_deals ["2026-02-01","2026-10-31"]
SELECT
      cast((select fiscal_day.fiscal_quarter_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast("pipeline_weeks".snapshot_on as date)) as timestamp) "pipeline_history__snapshot_on_fiscal_quarter", sum("pipeline_weeks".open_deals) "pipeline_history__open_deals"
    FROM
      fct_pipeline_week AS "pipeline_weeks"  WHERE ("pipeline_weeks".snapshot_on >= ?::DATE AND "pipeline_weeks".snapshot_on <= ?::DATE) AND ("pipeline_weeks".snapshot_on in (select max(snapshot.day) from (select distinct snapshot_on as day from fct_pipeline_week) snapshot where snapshot.day between date '2026-02-01' and date '2026-10-31' group by cast((select fiscal_day.fiscal_quarter_start from dim_fiscal_date fiscal_day where replace(fiscal_day.calendar, '-', '_') = 'standard' and fiscal_day.date_key = cast(snapshot.day as date)) as timestamp))) GROUP BY 1 ORDER BY 1 ASC LIMIT 100001;

-- probability_quality.brier []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".brier) end "probability_quality__brier"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.brier_base []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".brier_base) end "probability_quality__brier_base"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.brier_skill []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".brier_skill) end "probability_quality__brier_skill"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.ece []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".ece) end "probability_quality__ece"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.intercept []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".intercept) end "probability_quality__intercept"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.reliability []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".reliability) end "probability_quality__reliability"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.resolution []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".resolution) end "probability_quality__resolution"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.scored []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".deals) end "probability_quality__scored"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.slope []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".slope) end "probability_quality__slope"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- probability_quality.uncertainty []
SELECT
      "forecast_quality".scope_kind "probability_quality__scope_kind", "forecast_quality".scope "probability_quality__scope", case when count(*) = 1 then max("forecast_quality".uncertainty) end "probability_quality__uncertainty"
    FROM
      mart_forecast_quality AS "forecast_quality"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- quota.amount []
SELECT
      sum("rep_months".quota_amount) "quota__amount"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- quota.attainment []
SELECT
      cast(sum("rep_months".bookings_amount) as double precision) / nullif(cast(sum("rep_months".quota_amount) as double precision), 0) "quota__attainment"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- quota.bookings []
SELECT
      sum("rep_months".bookings_amount) "quota__bookings"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- quota.closing_amount []
SELECT
      sum("rep_months".open_amount) "quota__closing_amount"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- quota.coverage []
SELECT
      cast(sum("rep_months".open_amount) as double precision) / nullif(cast(case when sum("rep_months".quota_amount) > sum("rep_months".bookings_amount) then sum("rep_months".quota_amount) - sum("rep_months".bookings_amount) else 0 end as double precision), 0) "quota__coverage"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- quota.credited []
SELECT
      sum("rep_months".credited_amount) "quota__credited"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- quota.credited_attainment []
SELECT
      cast(sum("rep_months".credited_amount) as double precision) / nullif(cast(sum("rep_months".quota_amount) as double precision), 0) "quota__credited_attainment"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- quota.remaining_quota []
SELECT
      case when sum("rep_months".quota_amount) > sum("rep_months".bookings_amount) then sum("rep_months".quota_amount) - sum("rep_months".bookings_amount) else 0 end "quota__remaining_quota"
    FROM
      mart_rep_month AS "rep_months"  LIMIT 100001;

-- ramp.count []
SELECT
      count("rep_ramps".rep_id) "ramp__count"
    FROM
      mart_rep_ramp AS "rep_ramps"  LIMIT 100001;

-- ramp.ramp_median_months ["all"]
SELECT
      case when count(*) = 1 then max("ramp_medians".km_median_months) end "ramp__ramp_median_months"
    FROM
      mart_ramp_median AS "ramp_medians"  WHERE ("ramp_medians".kind = ?) LIMIT 100001;

-- ramp.ramped []
SELECT
      count(CASE WHEN ("rep_ramps".is_ramped) THEN "rep_ramps".rep_id END) "ramp__ramped"
    FROM
      mart_rep_ramp AS "rep_ramps"  LIMIT 100001;

-- ramp.reps_followed ["all"]
SELECT
      case when count(*) = 1 then max("ramp_medians".reps) end "ramp__reps_followed"
    FROM
      mart_ramp_median AS "ramp_medians"  WHERE ("ramp_medians".kind = ?) LIMIT 100001;

-- ramp.reps_left ["all"]
SELECT
      case when count(*) = 1 then max("ramp_medians".left_before) end "ramp__reps_left"
    FROM
      mart_ramp_median AS "ramp_medians"  WHERE ("ramp_medians".kind = ?) LIMIT 100001;

-- ramp.reps_ramped ["all"]
SELECT
      case when count(*) = 1 then max("ramp_medians".ramped) end "ramp__reps_ramped"
    FROM
      mart_ramp_median AS "ramp_medians"  WHERE ("ramp_medians".kind = ?) LIMIT 100001;

-- ramp.still_ramping []
SELECT
      count(CASE WHEN (not "rep_ramps".is_ramped and not "rep_ramps".has_left) THEN "rep_ramps".rep_id END) "ramp__still_ramping"
    FROM
      mart_rep_ramp AS "rep_ramps"  LIMIT 100001;

-- ramp_time.ramp_median_months []
SELECT
      "ramp_medians".kind "ramp_time__kind", "ramp_medians".member "ramp_time__member", case when count(*) = 1 then max("ramp_medians".km_median_months) end "ramp_time__ramp_median_months"
    FROM
      mart_ramp_median AS "ramp_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- ramp_time.reps_followed []
SELECT
      "ramp_medians".kind "ramp_time__kind", "ramp_medians".member "ramp_time__member", case when count(*) = 1 then max("ramp_medians".reps) end "ramp_time__reps_followed"
    FROM
      mart_ramp_median AS "ramp_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- ramp_time.reps_left []
SELECT
      "ramp_medians".kind "ramp_time__kind", "ramp_medians".member "ramp_time__member", case when count(*) = 1 then max("ramp_medians".left_before) end "ramp_time__reps_left"
    FROM
      mart_ramp_median AS "ramp_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- ramp_time.reps_ramped []
SELECT
      "ramp_medians".kind "ramp_time__kind", "ramp_medians".member "ramp_time__member", case when count(*) = 1 then max("ramp_medians".ramped) end "ramp_time__reps_ramped"
    FROM
      mart_ramp_median AS "ramp_medians"  GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100001;

-- rep_success.bookings []
SELECT
      sum("rep_rates".bookings_amount) "rep_success__bookings"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.bookings_per_closed []
SELECT
      case when count(*) = 1 then max("rep_rates".bookings_per_closed) end "rep_success__bookings_per_closed"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.deals_closed []
SELECT
      sum("rep_rates".deals_closed) "rep_success__deals_closed"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.deals_won []
SELECT
      sum("rep_rates".deals_won) "rep_success__deals_won"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.mix_win_rate []
SELECT
      case when count(*) = 1 then max("rep_rates".mix_win_rate) end "rep_success__mix_win_rate"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.peer_high []
SELECT
      max("rep_rates".peer_high) "rep_success__peer_high"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.peer_low []
SELECT
      max("rep_rates".peer_low) "rep_success__peer_low"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.peer_median []
SELECT
      max("rep_rates".peer_median) "rep_success__peer_median"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.peers []
SELECT
      max("rep_rates".peers) "rep_success__peers"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.predicted_high []
SELECT
      case when count(*) = 1 then max("rep_rates".predicted_high) end "rep_success__predicted_high"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.predicted_low []
SELECT
      case when count(*) = 1 then max("rep_rates".predicted_low) end "rep_success__predicted_low"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.predicted_win_rate []
SELECT
      case when count(*) = 1 then max("rep_rates".predicted_win_rate) end "rep_success__predicted_win_rate"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.prior_deals []
SELECT
      case when count(*) = 1 then max("rep_rates".prior_deals) end "rep_success__prior_deals"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.prior_win_rate []
SELECT
      case when count(*) = 1 then max("rep_rates".prior_win_rate) end "rep_success__prior_win_rate"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- rep_success.win_rate []
SELECT
      1.0 * sum("rep_rates".deals_won) / nullif(sum("rep_rates".deals_closed), 0) "rep_success__win_rate"
    FROM
      (select * from mart_success_rate where kind = 'rep') AS "rep_rates"  LIMIT 100001;

-- success_rate.bookings []
SELECT
      "success_cells".kind "success_rate__kind", sum("success_cells".bookings_amount) "success_rate__bookings"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.bookings_per_closed []
SELECT
      "success_cells".kind "success_rate__kind", case when count(*) = 1 then max("success_cells".bookings_per_closed) end "success_rate__bookings_per_closed"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.deals_closed []
SELECT
      "success_cells".kind "success_rate__kind", sum("success_cells".deals_closed) "success_rate__deals_closed"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.deals_won []
SELECT
      "success_cells".kind "success_rate__kind", sum("success_cells".deals_won) "success_rate__deals_won"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.mix_win_rate []
SELECT
      "success_cells".kind "success_rate__kind", case when count(*) = 1 then max("success_cells".mix_win_rate) end "success_rate__mix_win_rate"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.predicted_high []
SELECT
      "success_cells".kind "success_rate__kind", case when count(*) = 1 then max("success_cells".predicted_high) end "success_rate__predicted_high"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.predicted_low []
SELECT
      "success_cells".kind "success_rate__kind", case when count(*) = 1 then max("success_cells".predicted_low) end "success_rate__predicted_low"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.predicted_win_rate []
SELECT
      "success_cells".kind "success_rate__kind", case when count(*) = 1 then max("success_cells".predicted_win_rate) end "success_rate__predicted_win_rate"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.prior_deals []
SELECT
      "success_cells".kind "success_rate__kind", case when count(*) = 1 then max("success_cells".prior_deals) end "success_rate__prior_deals"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.prior_win_rate []
SELECT
      "success_cells".kind "success_rate__kind", case when count(*) = 1 then max("success_cells".prior_win_rate) end "success_rate__prior_win_rate"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- success_rate.win_rate []
SELECT
      "success_cells".kind "success_rate__kind", 1.0 * sum("success_cells".deals_won) / nullif(sum("success_cells".deals_closed), 0) "success_rate__win_rate"
    FROM
      (select * from mart_success_rate where kind <> 'rep') AS "success_cells"  GROUP BY 1 ORDER BY 2 DESC LIMIT 100001;

-- territory.accounts []
SELECT
      sum("territory_balance".accounts) "territory__accounts"
    FROM
      (select * from mart_territory_balance where level = 'territory') AS "territory_balance"  LIMIT 100001;

-- territory.accounts_cv []
SELECT
      max("territory_spread".accounts_cv) "territory__accounts_cv"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;

-- territory.accounts_gini []
SELECT
      max("territory_spread".accounts_gini) "territory__accounts_gini"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;

-- territory.activities []
SELECT
      sum("territory_balance".activities) "territory__activities"
    FROM
      (select * from mart_territory_balance where level = 'territory') AS "territory_balance"  LIMIT 100001;

-- territory.activities_cv []
SELECT
      max("territory_spread".activities_cv) "territory__activities_cv"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;

-- territory.activities_gini []
SELECT
      max("territory_spread".activities_gini) "territory__activities_gini"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;

-- territory.bookings []
SELECT
      sum("territory_balance".bookings_amount) "territory__bookings"
    FROM
      (select * from mart_territory_balance where level = 'territory') AS "territory_balance"  LIMIT 100001;

-- territory.bookings_cv []
SELECT
      max("territory_spread".bookings_cv) "territory__bookings_cv"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;

-- territory.bookings_gini []
SELECT
      max("territory_spread".bookings_gini) "territory__bookings_gini"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;

-- territory.count []
SELECT
      count("territory_balance".balance_key) "territory__count"
    FROM
      (select * from mart_territory_balance where level = 'territory') AS "territory_balance"  LIMIT 100001;

-- territory.open_amount []
SELECT
      sum("territory_balance".open_amount) "territory__open_amount"
    FROM
      (select * from mart_territory_balance where level = 'territory') AS "territory_balance"  LIMIT 100001;

-- territory.open_amount_cv []
SELECT
      max("territory_spread".open_amount_cv) "territory__open_amount_cv"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;

-- territory.open_amount_gini []
SELECT
      max("territory_spread".open_amount_gini) "territory__open_amount_gini"
    FROM
      (select * from mart_territory_balance where level = 'company') AS "territory_spread"  LIMIT 100001;
