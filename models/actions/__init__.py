"""Use cases. Whoever imports one of them has sessions that ask for comparisons."""

import models.actions.watching  # noqa: F401  as long as it is imported here no action can do without it
