"""Static files with a hash in their name, so that browsers keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    # a page without its stylesheet is better than no page, should a name be missing
    manifest_strict = False
