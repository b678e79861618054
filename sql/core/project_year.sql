-- The years a project ran in, of the years that anything is known of. A project without a start or an end day ran in the
-- year it has one, or in none.
-- Grain: one row per project and year.
-- Key: project_code, year
-- Materialised: yes
with
known_year as (
    select year from core.grant_sum
    union
    select year from source.seminar
    union
    select year from source.staffing
)
select
    project.project_code,
    known_year.year
from source.project as project
inner join known_year
    on known_year.year >= year(project.start_date)
    and known_year.year <= coalesce(
        year(project.end_date), case when project.project_state in ('running', 'on_hold', 'continued') then 9999 end,
        year(project.start_date)
    )
where project.project_state not in ('applied', 'planned', 'cancelled')
