"""All addresses. What people read has its language first; what is printed or typed has none."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index as many_at_once
from wagtail.admin.views.home import sprite
from wagtail.admin.views.pages.delete import delete as delete_page
from wagtail.admin.views.pages.unpublish import Unpublish
from wagtail.documents import urls as wagtaildocs_urls

from courses.catalogue.files import serve_media
from courses.catalogue.opening import told_only_of_theirs
from exchange.cases.feeds import CaseFeed
from exchange.cases.withdrawing import withdrawn_instead
from lms.notifications.views.unsubscribe import unsubscribe
from lms.people.views import entrance
from lms.people.views.profile import set_language
from lms.website import health
from lms.website import help as help_views
from lms.website import views as website
from lms.website.gallery import gallery

handler403 = "lms.website.errors.forbidden"
handler404 = "lms.website.errors.not_found"
handler500 = "lms.website.health.something_failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    # Wagtail's own sign-in would pass a second factor by.
    path("admin/login/", entrance.sign_in),
    path("admin/account/", require_admin_access(entrance.EditorAccount.as_view())),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    # Nothing of the editor answers who only learns, its icons and words neither.
    path("admin/sprite/", require_admin_access(sprite)),
    path("admin/jsi18n/", require_admin_access(wagtailadmin_urls.localized_js_catalog)),
    # A published case is withdrawn with a reason, and nothing else takes it away.
    path("admin/pages/<int:page_id>/unpublish/", withdrawn_instead(Unpublish.as_view())),
    path("admin/pages/<int:page_id>/delete/", withdrawn_instead(delete_page)),
    path(
        "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/",
        told_only_of_theirs(many_at_once),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", serve_media, name="media"),
    path("language/<str:language>/", set_language, name="set_language"),
    path("feeds/cases/<str:language>.atom", CaseFeed(), name="case_feed"),
    path("sw.js", website.service_worker, name="service_worker"),
    path("", include("courses.certificates.checking_urls")),
    path("", include("exchange.forum.feed_urls")),
    path("unsubscribe/<str:token>", unsubscribe, name="unsubscribe"),
    *i18n_patterns(
        path("", website.home, name="home"),
        path("my/", website.my, name="my"),
        path("about/", website.about, name="about"),
        path("help/", help_views.help_index, name="help"),
        path("help/<slug:page>/", help_views.help_page, name="help_page"),
        path("privacy/", help_views.privacy, name="privacy"),
        path("", include("lms.notifications.urls")),
        path("", include("lms.people.urls")),
        path("accounts/", include("allauth.urls")),
        path("", include("courses.catalogue.urls")),
        path("", include("courses.progress.urls")),
        path("", include("courses.assessment.urls")),
        path("offline/", website.offline, name="offline"),
        path("", include("courses.certificates.urls")),
        path("", include("courses.reports.urls")),
        path("", include("exchange.forum.urls")),
        path("", include("exchange.cases.urls")),
        path("", include("search.urls")),
    ),
]

if settings.DEVELOPMENT:
    urlpatterns += [
        path("", include("lms.notifications.dev_urls")),
        path("dev/gallery", gallery, name="dev_gallery"),
    ]
