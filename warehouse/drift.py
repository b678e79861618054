"""Whether the published file was built with the views of this program, or with those of an earlier or later one."""

from pathlib import Path

from warehouse.folder import DataFolder
from warehouse.reader import Reader
from warehouse.views import SQL_FOLDER, load_views


def has_other_views(folder: DataFolder, sql_folder: Path = SQL_FOLDER) -> bool:
    """Say whether a view of this program is missing from the published file, or is another there; False when none is published.

    Pages ask the views that the program knows: after the program is changed the file must be built again before they can.
    """
    if not folder.published.exists():
        return False
    built = Reader(folder.published).read("select schema_name || '.' || relation_name as name, sql from meta.view")
    known = {(view.full_name, view.sql) for view in load_views(sql_folder)}
    return not known <= set(built.iter_rows())
