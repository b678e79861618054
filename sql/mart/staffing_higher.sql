-- Share of staff with higher education, between two limits: codes of education may overlap (who has further education may also
-- be counted as having higher education), and no source says that they do not. The lower limit is the largest single group,
-- the upper limit is all the groups together. Where there is one group only, they are the same.
-- Grain: one row per series, level, region, year, target group and service field that has any such group.
-- Key: series_code, region_level, region_code, year, target_group_code, service_field
-- Pages: staffing
select
    series_code,
    region_level,
    region_code,
    year,
    target_group_code,
    service_field,
    max(education_share) as higher_low_share,
    least(sum(education_share), 1.0) as higher_high_share,
    cast(count(*) as bigint) as education_count,
    max(data_class) as data_class
from mart.staffing
where
    education in ('higher', 'higher_further', 'psychologist', 'psychologist_specialist')
    and education_share is not null
group by series_code, region_level, region_code, year, target_group_code, service_field
