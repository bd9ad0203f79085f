create table mart_hygiene_score as
select concat_ws('/', rep_key, territory_key, rule) as hygiene_score_key, rep_key, territory_key, rule, as_of_on, cast(count(*) as integer) as applicable,
  cast(count(*) filter (failed) as integer) as failed, cast(sum(weight) as integer) as weighted_applicable,
  cast(coalesce(sum(weight) filter (fct_hygiene.failed), 0) as integer) as weighted_failed
from fct_hygiene group by rep_key, territory_key, rule, as_of_on;
