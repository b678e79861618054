"""``samhandling redo``: take a withdrawn delivery back."""

from etl.commands.shared import AsJson, DataDir, DeliveryId, withdraw
from etl.loading import redo


def run(delivery: DeliveryId, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Take back and publish."""
    withdraw("redo", redo, delivery, data_dir, as_json)
