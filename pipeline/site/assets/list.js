// Search, filters and order of the list of pledges. The state stands in the address.
// The rows and the index come in pieces, which are scripts, because file: pages may not fetch.
"use strict";
(function () {
  const PAGE = 100;
  const [ID, TITLE, PILLAR, TERM, STATE, YEAR, DUE, PROGRESS, READING] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const NAMES = ["q", "pillar", "term", "state", "due", "sort"];
  const WORDS = {
    pillar: ["分野", "Pillar "],
    due: ["期限 ", "Due "],
    none: ["期限の記載なし", "no due date"],
    untitled: ["（題名を読み取れず）", "(title could not be read)"],
  };
  const form = document.getElementById("finder");
  const list = document.getElementById("rows");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const pager = document.getElementById("pager");
  const template = document.getElementById("row").content;
  const original = [...list.children];
  const originalCount = [...count.childNodes];
  const pieces = { rows: [], letters: [] };
  const loading = new Map();
  let found = [];
  let turn = 0;

  window.kouyaku = {
    rows: (number, data) => { pieces.rows[number] = data; },
    letters: (number, data) => { pieces.letters[number] = data; },
  };

  function load(kind, number) {
    const path = `search/${kind}-${number}.js`;
    if (!loading.has(path)) {
      loading.set(path, new Promise((done, fail) => {
        const script = document.createElement("script");
        script.src = path;
        script.onload = done;
        script.onerror = () => { loading.delete(path); fail(new Error(path)); };
        document.head.append(script);
      }));
    }
    return loading.get(path);
  }

  async function allRows() {
    const numbers = [...Array(Number(form.dataset.rowPieces)).keys()];
    await Promise.all(numbers.map((number) => load("rows", number)));
    return pieces.rows.flat();
  }

  function letters(text) {
    return text.normalize("NFKC").toLowerCase()
      .replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
      .replace(/[^\p{L}\p{N}]/gu, "");
  }

  // The pledges that hold every pair of letters of the text, with how many stand in the title.
  async function search(text) {
    const each = Array.from(letters(text));
    const pairs = each.length > 1 ? each.slice(1).map((c, n) => each[n] + c) : each;
    let scores = null;
    for (const pair of new Set(pairs)) {
      const number = pair.codePointAt(0) % Number(form.dataset.letterPieces);
      await load("letters", number);
      const here = each.length > 1 ? holders(pieces.letters[number], [pair])
        : holders(pieces.letters[number], Object.keys(pieces.letters[number]).filter((key) => key.startsWith(pair)));
      scores = scores === null ? here
        : new Map([...scores].filter(([n]) => here.has(n)).map(([n, s]) => [n, s + here.get(n)]));
    }
    return scores ?? new Map();
  }

  function holders(shard, keys) {
    const scores = new Map();
    for (const key of keys) {
      (Object.hasOwn(shard, key) ? shard[key] : [[], []]).forEach((steps, part) => {
        let number = 0;
        for (const step of steps) {
          number += step;
          scores.set(number, Math.max(scores.get(number) ?? 0, 1 - part));
        }
      });
    }
    return scores;
  }

  const ORDERS = {
    reading: (a, b) => a[READING] - b[READING],
    due: (a, b) => (a[DUE] ?? "9999").localeCompare(b[DUE] ?? "9999"),
    progress: (a, b) => (b[PROGRESS] ?? -1) - (a[PROGRESS] ?? -1),
  };

  async function find(state) {
    const rows = await allRows();
    const scores = letters(state.q) ? await search(state.q) : null;
    let numbers = [...rows.keys()].filter((n) => (scores === null || scores.has(n)) && fits(rows[n], state));
    const order = Object.hasOwn(ORDERS, state.sort) ? ORDERS[state.sort] : null;
    if (order) numbers.sort((a, b) => order(rows[a], rows[b]) || a - b);
    else if (scores) numbers.sort((a, b) => scores.get(b) - scores.get(a) || a - b);
    return numbers.map((n) => rows[n]);
  }

  function fits(row, state) {
    return (!state.pillar || String(row[PILLAR]) === state.pillar)
      && (!state.term || row[TERM] === state.term)
      && (!state.state || row[STATE] === state.state)
      && (!state.due || String(row[YEAR]) === state.due);
  }

  function pair(ja, en) {
    const fragment = document.createDocumentFragment();
    for (const [name, text] of [["ja", ja], ["en", en]]) {
      const span = document.createElement("span");
      span.className = name;
      span.lang = name;
      span.textContent = text;
      fragment.append(span);
    }
    return fragment;
  }

  function word(name, code) {
    const option = [...form.elements[name].options].find((each) => each.value === code);
    return option ? pair(option.dataset.ja ?? option.textContent, option.dataset.en) : "";
  }

  function piece(...content) {
    const span = document.createElement("span");
    span.append(...content);
    return span;
  }

  function due(row) {
    if (row[DUE]) {
      const [year, month, day] = row[DUE].split("-").map(Number);
      const english = new Date(Date.UTC(year, month - 1, day))
        .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
      return pair(`${WORDS.due[0]}${year}年${month}月${day}日`, `${WORDS.due[1]}${english}`);
    }
    if (row[YEAR]) return pair(`${WORDS.due[0]}${row[YEAR]}年度`, `${WORDS.due[1]}fiscal ${row[YEAR]}`);
    return pair(...WORDS.none);
  }

  function item(row) {
    const node = template.cloneNode(true);
    const link = node.querySelector("a");
    link.href = `pledges/${encodeURIComponent(row[ID])}.html`;
    link.append(row[TITLE] ?? pair(...WORDS.untitled));
    const meta = node.querySelector(".meta");
    if (row[PILLAR] !== null) meta.append(piece(pair(WORDS.pillar[0] + row[PILLAR], WORDS.pillar[1] + row[PILLAR])));
    if (row[TERM]) meta.append(piece(word("term", row[TERM])));
    meta.append(piece(due(row)));
    const progress = node.querySelector(".progress");
    progress.classList.add(row[STATE]);
    node.querySelector(".done").setAttribute("width", row[PROGRESS] ?? 0);
    node.querySelector(".ratio").textContent = row[PROGRESS] === null ? "―" : `${row[PROGRESS]}%`;
    node.querySelector(".state").append(word("state", row[STATE]));
    return node;
  }

  function showMore() {
    const start = list.children.length;
    list.append(...found.slice(start, start + PAGE).map(item));
    more.hidden = list.children.length >= found.length;
    if (start) list.children[start]?.querySelector("a").focus();
  }

  function stateOfForm() {
    return Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
  }

  function remember(state) {
    const address = new URL(location.href);
    for (const name of NAMES) {
      if (state[name]) address.searchParams.set(name, state[name]);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
  }

  async function update() {
    const state = stateOfForm();
    const mine = ++turn;
    remember(state);
    if (NAMES.every((name) => !state[name])) return restore();
    list.setAttribute("aria-busy", "true");
    const result = await find(state);
    if (mine !== turn) return undefined;
    found = result;
    list.replaceChildren();
    list.removeAttribute("aria-busy");
    pager.hidden = true;
    count.replaceChildren(pair(`${found.length}件（全${count.dataset.all}件）`, `${found.length} of ${count.dataset.all} pledges`));
    showMore();
    return undefined;
  }

  function restore() {
    list.replaceChildren(...original);
    count.replaceChildren(...originalCount);
    list.removeAttribute("aria-busy");
    more.hidden = true;
    pager.hidden = false;
  }

  let timer = 0;
  form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
  form.addEventListener("change", update);
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(update, 150); });
  form.addEventListener("reset", () => setTimeout(update, 0));
  more.querySelector("button").addEventListener("click", showMore);

  const asked = new URLSearchParams(location.search);
  for (const name of NAMES) {
    const value = asked.get(name);
    const field = form.elements[name];
    if (value && (name === "q" || [...field.options].some((each) => each.value === value))) field.value = value;
  }
  if (NAMES.some((name) => form.elements[name].value)) update();
})();
