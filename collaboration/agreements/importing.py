"""The register as a table: what its columns are, and by what name each chosen record goes in a cell."""

from collaboration.editorial.tables import DraftTable

from .models import Agreement


class AgreementTable(DraftTable):
    """Agreements, one to a row, each known by its slug."""

    model = Agreement
    named_by = {"parties": "name", "lead_force": "name", "units": "slug", "successor": "slug", "listed_by": "slug", "sources": "key"}
