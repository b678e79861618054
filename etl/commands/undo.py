"""``samhandling undo``: withdraw a delivery, as if it never came."""

from etl.commands.shared import AsJson, DataDir, DeliveryId, withdraw
from etl.loading import undo


def run(delivery: DeliveryId, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Withdraw and publish."""
    withdraw("undo", undo, delivery, data_dir, as_json)
