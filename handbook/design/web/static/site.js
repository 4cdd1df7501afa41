// What the pages do beyond HTML. Without this file everything can still be read, found and cited.
(() => {
  "use strict";

  const remembered = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto";
    }
  };

  // Colours: as the device, light, dark. The button's name says which it is now.
  const button = document.querySelector(".theme-button");
  const showTheme = (theme) => {
    document.body.dataset.theme = theme;
    button.querySelector("span").textContent = button.dataset[theme];
    button.title = button.dataset[theme];
  };
  button.addEventListener("click", () => {
    const order = ["auto", "light", "dark"];
    const theme = order[(order.indexOf(document.body.dataset.theme) + 1) % order.length];
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // A browser that remembers nothing still changes this page.
    }
    showTheme(theme);
    announce(button.dataset[theme]);
  });
  button.hidden = false;
  showTheme(remembered());

  function announce(words) {
    document.getElementById("announcement").textContent = words;
  }

  // A drawer has done its work once a link in it is followed.
  for (const drawer of document.querySelectorAll("[popover]")) {
    drawer.addEventListener("click", (event) => {
      if (event.target.closest("a") && drawer.matches(":popover-open")) drawer.hidePopover();
    });
  }

  // One button to copy a paragraph's reference; it goes where the pointer or the focus is.
  const template = document.getElementById("copy-number").content.firstElementChild;
  const copy = template.cloneNode(true);
  const name = copy.querySelector("span");
  const numberOf = (paragraph) => paragraph.querySelector(".para-number").textContent.trim();
  const offer = (event) => {
    const paragraph = event.target.closest?.(".para");
    if (!paragraph || copy.parentNode === paragraph) return;
    if (copy === document.activeElement && event.type === "mouseover") return;
    copy.classList.remove("copied");
    name.textContent = copy.dataset.name.replace("%s", numberOf(paragraph));
    copy.title = name.textContent;
    paragraph.querySelector(".para-number").after(copy);
  };
  document.addEventListener("mouseover", offer);
  document.addEventListener("focusin", offer);
  copy.addEventListener("click", async () => {
    const reference = copy.dataset.cites.replace("%s", numberOf(copy.closest(".para")));
    if (await copied(reference)) {
      copy.classList.add("copied");
      announce(copy.dataset.done.replace("%s", reference));
    }
  });

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Pages opened from a folder may not use the clipboard directly.
      const field = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      copy.focus();
      return done;
    }
  }

  // Escape hides the words of a term until the pointer or the focus comes back to it.
  document.addEventListener("keydown", (event) => {
    const term = event.key === "Escape" && document.querySelector(".explained:is(:hover, :focus-within)");
    if (!term) return;
    term.classList.add("dismissed");
    const forget = () => term.classList.remove("dismissed");
    for (const away of ["mouseleave", "focusout"]) term.addEventListener(away, forget, { once: true });
  });

  // A frame that needs no scrolling is no stop for the Tab key.
  const frames = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const frame of document.querySelectorAll(".scroll-frame")) frames.observe(frame);

  // The contents of the page show where the reader is.
  const links = new Map();
  for (const link of document.querySelectorAll(".toc-tree a")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const visible = new Set();
  const here = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.add(target);
      else visible.delete(target);
    }
    const current = [...links.keys()].filter((section) => visible.has(section)).pop();
    for (const [section, link] of links) {
      if (section === current) link.setAttribute("aria-current", "true");
      else if (current) link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-15% 0px -75% 0px" });
  for (const section of links.keys()) here.observe(section);
})();
