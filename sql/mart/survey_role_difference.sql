-- Do leaders and staff see the same? The difference between their agree shares, with Newcombe's interval (1998, method
-- 10) of two Wilson intervals. is_certain: the interval does not hold 0. Where a source gives only a direction and no
-- figures, that is all there is.
-- Grain: one row per basis, wave and statement.
-- Key: share_basis, wave_code, statement_code
-- Pages: seminars
select
    'counts' as share_basis,
    leader.wave_code,
    leader.statement_code,
    leader.time_point,
    leader.year,
    leader.statement_text,
    leader.base_count as leader_base_count,
    employee.base_count as employee_base_count,
    leader.agree_share as leader_share,
    employee.agree_share as employee_share,
    leader.agree_share - employee.agree_share as difference_share,
    leader.agree_share - employee.agree_share - sqrt(
        power(leader.agree_share - leader.low_share, 2) + power(employee.high_share - employee.agree_share, 2)
    ) as low_share,
    leader.agree_share - employee.agree_share + sqrt(
        power(leader.high_share - leader.agree_share, 2) + power(employee.agree_share - employee.low_share, 2)
    ) as high_share,
    abs(leader.agree_share - employee.agree_share) > sqrt(
        case
            when leader.agree_share >= employee.agree_share
                then power(leader.agree_share - leader.low_share, 2) + power(employee.high_share - employee.agree_share, 2)
            else power(leader.high_share - leader.agree_share, 2) + power(employee.agree_share - employee.low_share, 2)
        end
    ) as is_certain,
    cast(null as varchar) as finding_direction,
    leader.data_class
from mart.survey_agree as leader
inner join mart.survey_agree as employee
    on leader.share_basis = employee.share_basis
    and leader.wave_code = employee.wave_code
    and leader.statement_code = employee.statement_code
    and leader.service_level = employee.service_level
    and leader.area_code = employee.area_code
where
    leader.share_basis = 'counts'
    and leader.participant_role = 'leader'
    and employee.participant_role = 'employee'
    and leader.service_level = 'all'
    and leader.area_code = 'alle'
    and leader.agree_share is not null
    and employee.agree_share is not null
union all
select
    'published', wave_code, statement_code, time_point, year, statement_text, null, null, null, null, null, null, null, null,
    finding_direction, data_class
from source.survey_reported_share
where finding_direction is not null
