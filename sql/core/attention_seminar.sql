-- What needs attention about seminars: areas that a series did not reach in its last year, and surveys that few answered. Same
-- columns as mart.attention.
-- Grain: one row per kind and subject.
-- Key: attention_kind, subject
-- Materialised: yes
with
last_held as (
    select series_code, max(year) as year
    from mart.seminar_coverage
    where held_count > 0
    group by series_code
)
select
    'coverage_gap' as attention_kind,
    coverage.series_code as subject,
    coverage.series_code as subject_name,
    3 as severity,
    cast(count(*) as bigint) as affected_count,
    cast(null as decimal(18, 2)) as amount_nok,
    cast(null as double) as change_share,
    make_date(max(coverage.year), 12, 31) as since_date,
    'seminars' as page
from mart.seminar_coverage as coverage
inner join last_held
    on coverage.series_code = last_held.series_code
    and coverage.year = last_held.year
where coverage.held_count = 0
group by coverage.series_code
union all
select 'low_response', wave_code, wave_code, 2, answer_count, null, response_rate, make_date(year, 12, 31), 'seminars'
from mart.survey_wave
where response_rate < 0.5
