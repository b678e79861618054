-- Every grant scheme: those of the scheme list, and those that only the grant files name.
-- Grain: one row per scheme.
-- Key: scheme_code
-- Materialised: yes
with
in_files as (
    select
        scheme_code,
        max(scheme_name) as scheme_name,
        max(manager_name) as manager_name,
        min(year) as first_grant_year,
        max(year) as last_grant_year,
        max(case when data_class = 'synthetic' then 1 else 0 end) as synthetic_count
    from source.grant_application
    group by scheme_code
)
select
    coalesce(scheme.scheme_code, in_files.scheme_code) as scheme_code,
    coalesce(scheme.scheme_name, in_files.scheme_name, in_files.scheme_code) as scheme_name,
    coalesce(scheme.manager_name, in_files.manager_name) as manager_name,
    scheme.description,
    scheme.budget_chapter,
    scheme.budget_item,
    scheme.first_year,
    scheme.last_year,
    scheme.predecessor_code,
    scheme.reporting_required,
    in_files.first_grant_year,
    in_files.last_grant_year,
    case
        when coalesce(scheme.data_class, 'real') = 'synthetic' or in_files.synthetic_count = 1 then 'synthetic'
        else coalesce(scheme.data_class, 'real')
    end as data_class
from source.grant_scheme as scheme
full outer join in_files
    on scheme.scheme_code = in_files.scheme_code
