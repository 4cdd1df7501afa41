"""A paragraph's number and its first word stay apart in copied and in found text."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from build_tools.sphinx_ext.site_style import SITE_BUILDERS


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what sets the space."""
    app.add_post_transform(SpaceAfterNumbers)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class SpaceAfterNumbers(SphinxPostTransform):
    """Put a space after each number, which the stylesheet alone would set apart.

    Runs after the numbers are put in (400). Print has no use for it.
    """

    default_priority: ClassVar[int] = 401
    builders = tuple(sorted(SITE_BUILDERS))

    def run(self, **kwargs: Any) -> None:
        """Insert the spaces."""
        for paragraph in self.document.findall(nodes.paragraph):
            if paragraph.get("number"):
                paragraph.insert(1, nodes.Text(" "))
