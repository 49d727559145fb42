"""``python -m zinvol``: the same as the ``zinvol`` command."""

from zinvol.config.cli import main

main()
