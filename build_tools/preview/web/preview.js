// What the preview adds to a page: the newest text in its place, mistakes, paper, ways to the source.
(() => {
  "use strict";

  const own = "/_preview";
  const { page, version } = document.currentScript.dataset;
  const remembered = (name) => {
    try {
      return sessionStorage.getItem(`preview-${name}`) || "";
    } catch {
      return "";
    }
  };
  const remember = (name, value) => {
    try {
      sessionStorage.setItem(`preview-${name}`, value);
    } catch {
      // A browser that remembers nothing asks again on the next page.
    }
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  // --- The page as it was sent, and which of its elements stands where on the screen. ---
  const around = [".draft-notice, .edition-notice", "#site-contents", "#page-contents", ".site-footer"];
  const onScreen = new WeakMap();
  const pair = (sent, shown) => {
    onScreen.set(sent, shown);
    [...sent.children].forEach((child, count) => pair(child, shown.children[count]));
  };
  let sent = document.cloneNode(true);
  let current = version;
  const textOf = (document_) => document_.getElementById("content");
  pair(textOf(sent), textOf(document));

  // What makes a passage another one: neither its line nor a number that is made for it.
  const keyOf = (element) => {
    const copy = element.cloneNode(true);
    for (const number of copy.querySelectorAll(".para-number")) number.remove();
    for (const link of copy.querySelectorAll("a")) link.textContent = link.textContent.replace(/\d+\.\d+/g, "");
    return copy.outerHTML.replace(/\s(?:class|id|href|aria-[a-z]+)="[^"]*"/g, "");
  };
  const isContainer = (element) =>
    /^(SECTION|DIV|UL|OL|DL|ARTICLE)$/.test(element.tagName) &&
    ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

  let changed = [];
  let successors = new WeakMap();
  const succeed = (old, shown) => {
    successors.set(old, shown);
    [...old.children].forEach((child, count) => shown.children[count] && succeed(child, shown.children[count]));
  };
  const placed = (fresh, isChanged) => {
    const shown = document.importNode(fresh, true);
    pair(fresh, shown);
    if (isChanged) changed.push(shown);
    return shown;
  };

  function renew(old, fresh) {
    const shown = onScreen.get(old);
    for (const { name } of [...shown.attributes]) if (!fresh.hasAttribute(name)) shown.removeAttribute(name);
    for (const { name, value } of fresh.attributes) shown.setAttribute(name, value);
    onScreen.set(fresh, shown);
    const before = [...old.children], after = [...fresh.children];
    const isSame = (was, is) => was.outerHTML === is.outerHTML || keyOf(was) === keyOf(is);
    let head = 0, tail = 0;
    const least = Math.min(before.length, after.length);
    while (head < least && isSame(before[head], after[head])) head++;
    while (tail < least - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail++;
    const same = (was, is) => {
      if (was.outerHTML === is.outerHTML) pair(is, onScreen.get(was));
      else {
        const old = onScreen.get(was), shown = placed(is, false);
        old.replaceWith(shown);
        succeed(old, shown);
      }
    };
    const oldMiddle = before.slice(head, before.length - tail);
    const newMiddle = after.slice(head, after.length - tail);
    const next = tail ? onScreen.get(before.at(-tail)) : null;
    for (let count = 0; count < tail; count++) same(before.at(-1 - count), after.at(-1 - count));
    const end = next && (next.isConnected ? next : onScreen.get(after.at(-tail)));
    for (let count = 0; count < head; count++) same(before[count], after[count]);
    const isAligned = oldMiddle.length === newMiddle.length &&
      oldMiddle.every((was, count) => was.tagName === newMiddle[count].tagName);
    if (isAligned) {
      oldMiddle.forEach((was, count) => {
        const is = newMiddle[count];
        if (isSame(was, is)) same(was, is);
        else if (isContainer(was) && isContainer(is)) renew(was, is);
        else onScreen.get(was).replaceWith(placed(is, true));
      });
      return;
    }
    const known = new Set(oldMiddle.map(keyOf));
    for (const was of oldMiddle) onScreen.get(was).remove();
    for (const is of newMiddle) shown.insertBefore(placed(is, !known.has(keyOf(is))), end);
  }

  // The first passages in sight stay where they are, whatever grows or shrinks above them.
  function keepingPlace(change) {
    const top = document.querySelector(".site-header")?.getBoundingClientRect().bottom ?? 0;
    const inSight = [];
    for (const element of textOf(document).querySelectorAll("p, li, h1, h2, h3, h4, tr")) {
      const place = element.getBoundingClientRect();
      if (place.bottom > top) inSight.push([element, place.top]);
      if (inSight.length === 12) break;
    }
    const focused = document.activeElement;
    change();
    const now = (element) => (element.isConnected ? element : successors.get(element));
    const kept = inSight.map(([element, top]) => [now(element), top]).find(([element]) => element?.isConnected);
    if (kept) window.scrollBy({ top: kept[0].getBoundingClientRect().top - kept[1], behavior: "instant" });
    if (!focused.isConnected) now(focused)?.focus({ preventScroll: true });
  }

  async function update(wanted) {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isNew = fresh.querySelector("script[data-version]")?.dataset.version;
    const isWhole = textOf(fresh) && document.querySelector(".site-header");
    if (!isWhole) return location.reload();
    for (const element of changed) element.classList.remove("preview-changed");
    changed = [];
    keepingPlace(() => {
      renew(textOf(sent), textOf(fresh));
      for (const selector of around) {
        const was = sent.querySelector(selector), is = fresh.querySelector(selector);
        const shown = document.querySelector(selector);
        if (was && is && shown && was.outerHTML !== is.outerHTML) {
          shown.replaceChildren(...[...is.childNodes].map((node) => document.importNode(node, true)));
        }
      }
      document.title = fresh.title;
    });
    const isStyle = (link) => link.rel === "stylesheet" && !link.href.includes(own);
    const [look, newLook] = [sent, fresh].map((each) => [...each.querySelectorAll("link")].filter(isStyle).map((l) => l.getAttribute("href")).join());
    if (look !== newLook) return location.reload();
    sent = fresh;
    current = isNew || wanted;
    for (const element of changed) element.classList.add("preview-changed");
    document.documentElement.dataset.previewVersion = current;
    pointedAt = null;
    editLink.hidden = true;
    tellChange();
  }

  // --- The bar, the band of mistakes and the list of all. ---
  const status = make("p", { role: "status", class: "preview-status" }, "Connecting …");
  const goTo = make("button", { type: "button", hidden: true });
  const paperButton = make("button", { type: "button", "aria-pressed": "false", "aria-keyshortcuts": "p" }, "Printed pages ", make("kbd", {}, "p"));
  const listButton = make("button", { type: "button", "aria-haspopup": "dialog", "aria-keyshortcuts": "f" }, "All mistakes ", make("kbd", {}, "f"));
  const editButton = make("button", { type: "button", "aria-keyshortcuts": "e" }, "Edit ", make("kbd", {}, "e"));
  const summary = make("summary", {});
  const items = make("ul", {});
  const band = make("details", { class: "preview-band", open: true, hidden: true }, summary, items);
  const bar = make("div", { class: "preview-bar" }, status, goTo, editButton, paperButton, listButton);
  const panel = make("aside", { id: "preview", "aria-label": "Preview" }, band, bar);
  const list = make("dialog", { id: "preview-list", "aria-labelledby": "preview-list-title" });
  const editLink = make("a", { class: "preview-edit", tabindex: "-1", hidden: true });
  const paper = make("aside", { id: "preview-paper", "aria-label": "Printed pages of this chapter", hidden: true });
  document.body.append(panel, list, editLink, paper);
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--preview-height", `${panel.offsetHeight}px`);
  }).observe(panel);

  const passageName = (element) => {
    const number = element.closest(".para")?.querySelector(".para-number")?.textContent.trim();
    if (number) return `paragraph ${number}`;
    return /^(H\d|SECTION)$/.test(element.tagName) ? "a heading" : "a passage";
  };
  function tellChange() {
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const left = state.mistakes.filter((row) => row.isOfBuild).length;
    const mend = left ? `; ${counted(left, "mistake")} to mend` : "";
    goTo.hidden = !changed.length;
    if (changed.length) {
      const more = changed.length > 1 ? ` and ${changed.length - 1} more` : "";
      goTo.textContent = `Go to ${passageName(changed[0])}`;
      status.textContent = `Updated ${time}: ${passageName(changed[0])}${more}${mend}`;
    } else status.textContent = `Updated ${time}${mend}`;
  }
  goTo.addEventListener("click", () => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    changed[0]?.scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
  });

  const itemOf = (row) => {
    const item = make("li", {});
    if (row.link) item.append(make("a", { href: row.link }, row.place), " ");
    item.append(row.message);
    if (row.source) item.append(make("pre", {}, `${row.source}\n${row.caret}`));
    if (row.fix) item.append(make("p", { class: "preview-fix" }, make("b", {}, "How to fix: "), row.fix, row.code ? make("code", {}, ` [${row.code}]`) : ""));
    return item;
  };

  let state = null;
  let told = "";
  function show(newState) {
    state = newState;
    const { mistakes, elsewhere, isKept, isGone, progress } = state;
    const rows = JSON.stringify([mistakes, isKept, isGone]);
    if (rows !== told) {
      told = rows;
      const words = [];
      if (mistakes.length) words.push(`${counted(mistakes.length, "mistake")} to mend here`);
      if (isGone) words.push("This page is not in the book any more");
      else if (isKept) words.push("shown is the last good page");
      summary.textContent = `${words.join("; ")}.`;
      // What keeps the page from being right comes before what the check would like to have.
      items.replaceChildren(...mistakes.toSorted((a, b) => b.isOfBuild - a.isOfBuild).map(itemOf));
      band.hidden = !words.length;
      band.open = isKept || isGone || mistakes.some((row) => row.isOfBuild);
      const pressing = mistakes.find((row) => row.isOfBuild);
      if (pressing) status.textContent = `${counted(mistakes.length, "mistake")}: ${pressing.message}`;
      else if (isGone) status.textContent = summary.textContent;
      else if (status.textContent.includes("mistake")) status.textContent = "Mended.";
    }
    if (progress) status.textContent = `Reading chapters: ${progress}`;
    else if (/^(Connecting|Reading|The preview)/.test(status.textContent)) status.textContent = "Preview: all saved changes are shown.";
    const count = mistakes.length + elsewhere;
    listButton.firstChild.data = count ? `All mistakes: ${count} ` : "All mistakes ";
    editButton.hidden = !state.source;
    if (list.open) fillList();
    showPaper(state.paper);
    if (state.version && state.version !== current && !isGone) {
      current = state.version;
      update(state.version);
    }
  }

  async function fillList() {
    const found = await (await fetch(`${own}/findings`)).json();
    const close = make("button", { type: "button" }, "Close");
    close.addEventListener("click", () => list.close());
    const group = (title, rows) => rows.length ? [make("h3", {}, title), make("ul", {}, ...rows.map(itemOf))] : [];
    const none = found.mistakes.length + found.advice.length ? [] : [make("p", {}, "Nothing to mend.")];
    list.replaceChildren(
      make("h2", { id: "preview-list-title" }, "What the build and handbook check say"), close, ...none,
      ...group(`To mend: ${found.mistakes.length}`, found.mistakes), ...group(`To think over: ${found.advice.length}`, found.advice),
    );
  }
  const openList = async () => {
    if (list.open) return list.close();
    await fillList();
    list.showModal();
  };

  // --- Paper beside the text. ---
  const pages = make("ol", {});
  const paperStatus = make("p", { role: "status" });
  const paperFile = make("a", { hidden: true }, "Open as PDF");
  const closePaper = make("button", { type: "button" }, "Close ", make("kbd", {}, "p"));
  paper.append(make("div", { class: "preview-paper-head" }, paperStatus, paperFile, closePaper), pages);
  let paperKey = "";
  const isOpen = () => !paper.hidden;
  function showPaper(made) {
    if (!made || !isOpen()) return;
    const { key, labels, hasBook, isBusy, problem } = made;
    const numbered = hasBook ? "" : ", numbered from 1 until the whole book is built";
    const range = labels.length ? `Printed pages ${labels[0]}–${labels.at(-1)}${numbered}` : "Printed pages";
    const words = problem || (isBusy ? `${range}: laying out …` : range);
    if (paperStatus.textContent !== words) paperStatus.textContent = words;
    if (!key || key === paperKey) return;
    const isFirst = !paperKey;
    paperKey = key;
    paperFile.href = `${own}/paper/${key}.pdf`;
    paperFile.hidden = false;
    labels.forEach((label, count) => {
      const address = `${own}/paper/${key}/${count}.png`;
      const known = pages.children[count];
      if (!known) {
        const image = make("img", { src: address, alt: `Page ${label} as printed`, loading: "lazy", width: 953, height: 1348 });
        pages.append(make("li", {}, make("figure", {}, image, make("figcaption", {}, label))));
        return;
      }
      const image = known.querySelector("img");
      image.alt = `Page ${label} as printed`;
      known.querySelector("figcaption").textContent = label;
      if (!image.complete || !image.naturalWidth) return void (image.src = address);
      const fresh = new Image();
      fresh.onload = () => { if (paperKey === key) image.src = address; };
      fresh.src = address;
    });
    while (pages.children.length > labels.length) pages.lastChild.remove();
    const passage = changed[0] && !isFirst ? changed[0] : passageInSight();
    const anchor = passage?.closest("[id^='p'].para")?.id ?? passage?.closest("[id]")?.id;
    const place = made.places[anchor];
    if (place !== undefined) showPage(pages.children[place]);
  }
  function showPage(item) {
    const there = item.getBoundingClientRect(), frame = paper.getBoundingClientRect();
    if (there.bottom < frame.top + 80 || there.top > frame.bottom - 80) {
      paper.scrollTop += there.top - frame.top - 60;
    }
  }
  const passageInSight = () => {
    const top = document.querySelector(".site-header")?.getBoundingClientRect().bottom ?? 0;
    return [...textOf(document).querySelectorAll("p.para, [id] > h2, [id] > h3")].find((each) => each.getBoundingClientRect().bottom > top);
  };
  function setPaper(open) {
    keepingPlace(() => {
      paper.hidden = !open;
      document.body.classList.toggle("preview-with-paper", open);
    });
    paperButton.setAttribute("aria-pressed", String(open));
    remember("paper", open ? "yes" : "");
    if (open) {
      paperKey = "";
      paperStatus.textContent = "Printed pages: laying out …";
      pages.replaceChildren();
    }
    connect();
  }
  paperButton.addEventListener("click", () => setPaper(!isOpen()));
  closePaper.addEventListener("click", () => { setPaper(false); paperButton.focus(); });
  listButton.addEventListener("click", openList);

  // --- Ways to the source. ---
  let pointedAt = null;
  const lineOf = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const found = state && [...each.classList].find((name) => name.startsWith(state.lineClass));
      if (found) return [each, Number(found.slice(state.lineClass.length))];
    }
    return null;
  };
  const point = (event) => {
    if (!state?.source || !textOf(document).contains(event.target)) return;
    const found = lineOf(event.target);
    if (!found || found[0] === pointedAt) return;
    pointedAt = found[0];
    const place = pointedAt.getBoundingClientRect();
    editLink.href = addressOf(found[1]);
    editLink.textContent = `Edit line ${found[1]}`;
    editLink.hidden = false;
    editLink.style.top = `${place.top + window.scrollY}px`;
    editLink.style.left = `${place.right + window.scrollX}px`;
  };
  const addressOf = (line) => state.source.replaceAll("%line%", String(line));
  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);
  function edit() {
    const target = pointedAt?.isConnected ? pointedAt : passageInSight();
    const line = lineOf(target)?.[1] ?? 1;
    location.href = addressOf(line);
  }
  editButton.addEventListener("click", edit);

  const keys = { p: () => setPaper(!isOpen()), f: openList, e: edit };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "Escape" && isOpen() && !list.open) setPaper(false);
    else if (Object.hasOwn(keys, event.key) && (!list.open || event.key === "f")) keys[event.key]();
  });

  // --- The line to the server: closed while nobody looks, opened anew when somebody does. ---
  let line = null;
  let silent = 0;
  function connect() {
    line?.close();
    line = null;
    clearTimeout(silent);
    if (document.hidden) return;
    line = new EventSource(`${own}/events?page=${encodeURIComponent(page)}${isOpen() ? "&paper" : ""}`);
    line.onmessage = (event) => {
      clearTimeout(silent);
      silent = 0;
      show(JSON.parse(event.data));
    };
    line.onerror = () => {
      silent ||= setTimeout(() => {
        status.textContent = "The preview does not answer. Is handbook serve still at work?";
        connect();
      }, 1500);
    };
  }
  document.addEventListener("visibilitychange", connect);
  document.documentElement.dataset.previewVersion = current;
  if (remembered("paper")) setPaper(true);
  else connect();
})();
