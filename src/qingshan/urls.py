"""Every address of the product."""

from django.urls import include, path

urlpatterns = [path("", include("qingshan.desk.urls"))]
handler403 = "qingshan.desk.faults.forbidden"
handler404 = "qingshan.desk.faults.not_found"
handler500 = "qingshan.desk.faults.failed"
