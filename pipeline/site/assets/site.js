// The language of the interface: from the address, else as it was left, else Japanese.
"use strict";
(function () {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("lang");

  function kept() {
    try {
      return localStorage.getItem("lang");
    } catch {
      return null; // storage may be forbidden; the switch then holds for one page
    }
  }

  function keep(language) {
    try {
      localStorage.setItem("lang", language);
    } catch {
      // see above
    }
  }

  function show(english) {
    root.classList.toggle("english", english);
    root.classList.toggle("japanese", !english);
    for (const option of document.querySelectorAll("option[data-en]")) {
      option.dataset.ja ??= option.textContent;
      option.textContent = english ? option.dataset.en : option.dataset.ja;
    }
  }

  const language = asked === "en" || asked === "ja" ? asked : kept();
  root.classList.add("script");
  root.classList.toggle("english", language === "en");
  root.classList.toggle("japanese", language !== "en");
  if (asked === "en" || asked === "ja") keep(asked);

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("english");
    box.checked = language === "en";
    show(box.checked);
    box.addEventListener("change", () => {
      show(box.checked);
      keep(box.checked ? "en" : "ja");
      document.dispatchEvent(new Event("language"));
    });
  });
})();
