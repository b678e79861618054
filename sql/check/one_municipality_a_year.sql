-- A municipality code means one municipality on any given day.
select one.municipality_code, one.valid_from, other.valid_from as other_valid_from
from source.municipality as one
inner join source.municipality as other
    on one.municipality_code = other.municipality_code
    and one.valid_from < other.valid_from
    and (one.valid_to is null or one.valid_to > other.valid_from)
