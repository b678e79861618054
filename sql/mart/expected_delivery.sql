-- Is what was to be delivered delivered? A delivery counts for the years it has rows for; where the rows have no year, for the
-- year it came in and those before. The first one counts, also when a correction has replaced it. One that is undone does not.
-- Today is the day somebody asks: an expected delivery becomes overdue without a new build.
-- Grain: one row per expected source, sender and year.
-- Key: expected_source, sender_name, year
-- Pages: data
with
arrived as (
    select
        delivery.source,
        delivery.owner_name,
        delivery.received_at,
        delivery_year.year
    from meta.delivery as delivery
    left join meta.delivery_year as delivery_year
        on delivery.delivery_id = delivery_year.delivery_id
    where delivery.status in ('standing', 'replaced')
),
first_arrival as (
    select
        expected.expected_source,
        expected.sender_name,
        expected.year,
        expected.due_date,
        min(arrived.received_at) as delivered_at
    from source.expected_delivery as expected
    left join arrived
        on expected.expected_source = arrived.source
        and lower(expected.sender_name) = lower(arrived.owner_name)
        and expected.year <= coalesce(arrived.year, extract(year from arrived.received_at))
        and expected.year >= coalesce(arrived.year, expected.year)
    group by expected.expected_source, expected.sender_name, expected.year, expected.due_date
)
select
    expected_source,
    sender_name,
    year,
    due_date,
    case
        when delivered_at is not null then 'delivered'
        when due_date < current_date then 'overdue'
        when date_diff('day', current_date, due_date) <= 14 then 'due_soon'
        else 'expected'
    end as delivery_status,
    delivered_at,
    greatest(date_diff('day', due_date, coalesce(cast(delivered_at as date), current_date)), 0) as days_late
from first_arrival
