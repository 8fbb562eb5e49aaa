"""What people upload, wherever they do: which files are taken, and how they are kept."""

import pillow_heif

pillow_heif.register_heif_opener()  # what an iPhone takes
