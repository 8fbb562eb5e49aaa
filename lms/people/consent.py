"""What somebody agrees to when they register: two sentences, with a version that is kept with the answer."""

from django.utils.translation import gettext_lazy as _

# A change of these words is a change of the version; who agreed to an older one is not asked to sign anew.
CONSENT_VERSION = "2026-11"
CONSENT_WORDS = _(
    "I agree: the platform keeps these data and my results, in order to issue certificates and to count"
    " who was trained. They are seen by the coordinator of my municipality and the managers of the"
    " programme."
)
