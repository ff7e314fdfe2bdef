"""What the suite asks of pytest-xdist."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_tests_of_one_group_are_kept_together(request) -> None:
    """Else what is slow is made by every worker, and a walk meets a world half walked: nothing else would say so."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("one process runs all tests")
    assert request.node.nodeid.endswith("@together"), f"xdist keeps no groups with pytest {pytest.__version__}"
