-- Every row of every delivery was accepted, rejected or skipped with a reason.
select delivery_id, rows_in, rows_accepted, rows_rejected, rows_skipped
from meta.delivery
where rows_in <> rows_accepted + rows_rejected + rows_skipped
