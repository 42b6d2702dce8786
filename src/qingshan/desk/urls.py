"""The desk's addresses. Every one has a row in the access table of tests/desk/test_access.py."""

from django.urls import path

from . import import_views, overview_views, programme_views, sign_in, views, workbench_views
from .entry import views as entry

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/", sign_in.password, name="password"),
    path("sites/", views.sites, name="sites"),
    path("sites.<str:kind>", views.sites_file, name="sites_file"),
    path("sites/<str:code>/", views.site, name="site"),
    path("sites/<str:code>/enter/<str:action>/", entry.entry, name="entry"),
    path("sites/<str:code>/enter/<str:action>/draft/", entry.entry_draft, name="entry_draft"),
    path("entries/<uuid:key>/", entry.approval, name="approval"),
    path("overview/", overview_views.overview, name="overview"),
    path("workbench/", workbench_views.work, name="work"),
    path("imports/", import_views.imports, name="imports"),
    path("imports/<str:key>/", import_views.import_one, name="import"),
    path("imports/<str:key>/heads/", import_views.import_heads, name="import_heads"),
    path("imports/<str:key>/store/", import_views.import_store, name="import_store"),
    path("imports/<str:key>/annotated.xlsx", import_views.import_copy, name="import_copy"),
    path("bodies/", views.bodies, name="bodies"),
    path("ledgers/", views.ledgers, name="ledgers"),
    path("ledgers/preview/<str:due_on>/", views.ledger_preview, name="ledger_preview"),
    path("ledgers/<str:number>/", views.ledger, name="ledger"),
    path("ledgers/<str:number>/<str:layout>.xlsx", views.ledger_file, name="ledger_file"),
    path("programme/", programme_views.programme, name="programme"),
    path("programme.xlsx", programme_views.programme_file, name="programme_file"),
    path("programme/<str:code>/", programme_views.clause, name="clause"),
]
