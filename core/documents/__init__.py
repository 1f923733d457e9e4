"""Documents that people print: Word files from templates, one at a time or many in one zip.

`render` fills a template; `documents_zip_request` starts a job that makes many and keeps them for a few days.
"""

from .bundles import (
    BundleBuilder,
    builder_of,
    bundle_build,
    bundles_sweep,
    documents_zip_request,
    register_builder,
)
from .engine import render, template_of

__all__ = [
    "BundleBuilder",
    "builder_of",
    "bundle_build",
    "bundles_sweep",
    "documents_zip_request",
    "register_builder",
    "render",
    "template_of",
]
