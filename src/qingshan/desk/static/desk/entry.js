// The form of an action: kept as it is typed, files sent as they are dropped. The page works without this file.
(function () {
  "use strict";
  var form = document.querySelector("form.entry[data-draft]");
  var saved = document.getElementById("saved");
  if (!form) {
    return;
  }
  var place = "qs-draft:" + location.pathname;
  var waiting = null;

  function tell(text) {
    saved.textContent = text;
  }
  function typed() {
    var data = new FormData(form);
    data.delete("files");
    return data;
  }
  // Nothing secret is left on the computer: what the page marks so is not among what is kept here.
  function kept() {
    var lines = [];
    typed().forEach(function (value, name) {
      var field = form.elements[name];
      if (name.indexOf("csrf") !== 0 && !(field && field.dataset && field.dataset.secret)) {
        lines.push([name, value]);
      }
    });
    return lines;
  }
  function send(data, done, onprogress) {
    var request = new XMLHttpRequest();
    request.open("POST", form.dataset.draft);
    request.timeout = 600000;
    if (onprogress) {
      request.upload.onprogress = onprogress;
    }
    request.onload = function () {
      done(request.status === 200 && request.responseURL.indexOf("/draft/") > 0 ? JSON.parse(request.responseText) : null, request.status);
    };
    request.onerror = request.ontimeout = function () {
      done(null, 0);
    };
    request.send(data);
  }
  function save() {
    waiting = null;
    send(typed(), function (answer, status) {
      if (answer) {
        localStorage.removeItem(place);
        tell("草稿 " + answer.saved + " 已存");
        return;
      }
      localStorage.setItem(place, JSON.stringify(kept()));
      tell(status === 0 ? "断网了，草稿存在这台电脑里。连上后自动补传，别关这个页面。" : "登录过期了。草稿存在这台电脑里，重新登录后回到这里。");
    });
  }
  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(save, 1200);
  }
  form.addEventListener("input", function (event) {
    if (event.target.id !== "files") {
      later();
    }
  });
  window.addEventListener("online", save);
  form.addEventListener("submit", function () {
    clearTimeout(waiting);
    localStorage.removeItem(place);
  });

  // What could not be kept elsewhere is put back.
  var left = localStorage.getItem(place);
  if (left) {
    JSON.parse(left).forEach(function (line) {
      var field = form.elements[line[0]];
      if (!field || line[0] === "seen" || line[0].indexOf("file-") === 0) {
        return;
      }
      if (field instanceof RadioNodeList || field.type === "checkbox" || field.type === "radio") {
        form.querySelectorAll('[name="' + line[0] + '"]').forEach(function (one) {
          if (one.value === line[1]) {
            one.checked = true;
          }
        });
      } else {
        field.value = line[1];
      }
    });
    tell("找回了没有传上去的草稿。");
    later();
  }

  // Files: sent when chosen or dropped anywhere on the page.
  var chooser = document.getElementById("files");
  var bar = document.getElementById("sending");
  function row(file, number) {
    var line = document.createElement("div");
    line.className = "filed";
    var text = document.createElement("span");
    text.className = "grow";
    text.textContent = file.title;
    var small = document.createElement("small");
    small.textContent = file.size_words + "·校验码 " + file.sha256.slice(0, 12);
    text.appendChild(small);
    line.appendChild(text);
    [["", file.sha256], ["-title", file.title], ["-slot", file.slot]].forEach(function (part) {
      var hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = "file-" + number + part[0];
      hidden.value = part[1];
      line.appendChild(hidden);
    });
    return line;
  }
  function upload(files) {
    var data = typed();
    Array.prototype.forEach.call(files, function (file) {
      data.append("files", file);
    });
    bar.hidden = false;
    send(data, function (answer, status) {
      bar.hidden = true;
      chooser.value = "";
      if (!answer) {
        tell(status === 0 ? "文件没有传完，网断了。连上后再选一次，已填内容都在。" : "文件没有收下。重新登录后再选一次，已填内容都在。");
        return;
      }
      form.querySelectorAll(".filed").forEach(function (old) {
        old.remove();
      });
      answer.files.forEach(function (file, number) {
        chooser.closest(".drop").before(row(file, number));
      });
      tell(answer.refused.length ? answer.refused.join(" ") : "文件已存，" + answer.saved);
    }, function (event) {
      if (event.lengthComputable) {
        bar.value = Math.round((event.loaded / event.total) * 100);
      }
    });
  }
  chooser.addEventListener("change", function () {
    if (chooser.files.length) {
      upload(chooser.files);
    }
  });
  ["dragover", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      event.preventDefault();
      form.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        upload(event.dataTransfer.files);
      }
    });
  });
  var faults = document.getElementById("faults");
  if (faults) {
    faults.focus();
  }
})();
