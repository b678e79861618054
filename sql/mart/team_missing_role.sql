-- The roles that a FACT team should have and the team's plan does not: one of the seven minimum roles with no position in it.
-- Grain: one row per team and missing role.
-- Key: project_code, team_role
-- Pages: staffing, project
with
wanted as (
    select code as team_role
    from meta.code
    where
        code_list = 'team_role'
        and code in (
            'psychiatrist', 'psychologist', 'nurse', 'social_worker', 'employment_specialist', 'experience_consultant',
            'addiction_specialist'
        )
),
team as (
    select project_code, max(data_class) as data_class
    from source.team_position
    group by project_code
)
select
    team.project_code,
    wanted.team_role,
    team.data_class
from team
cross join wanted
left join source.team_position as position
    on team.project_code = position.project_code
    and wanted.team_role = position.team_role
    and position.is_in_team
where position.project_code is null
