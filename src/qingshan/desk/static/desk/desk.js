// Conveniences only: every page works without this file.
(function () {
  "use strict";
  var search = document.querySelector(".search input");
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details[name=pop][open]").forEach(function (box) {
        box.open = false;
        box.querySelector("summary").focus();
      });
    }
  });
  // Older browsers do not close one pop-over when another opens, and none closes it on a click outside.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details[name=pop][open]").forEach(function (box) {
      if (!box.contains(event.target)) {
        box.open = false;
      }
    });
  });
  document.querySelectorAll(".js-print").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });
  // A changed select filters at once; without this file the button does.
  document.querySelectorAll("form.filters select, form.filters input[type=checkbox]").forEach(function (field) {
    field.addEventListener("change", function () {
      field.form.submit();
    });
  });
  document.querySelectorAll("form.filters .js-hide").forEach(function (button) {
    button.hidden = true;
  });
})();
