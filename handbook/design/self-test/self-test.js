// A self-test that marks itself and tells a SCORM 1.2 platform, where there is one. Opened from a disk it only marks.
"use strict";

(function () {
  const form = document.querySelector("form");
  const questions = [...document.querySelectorAll(".question")];
  const started = Date.now();
  const platform = findPlatform(window) || (window.opener ? findPlatform(window.opener) : null);
  let finished = false;

  // The platform's object stands in a window above this one (SCORM 1.2, 3.3.6.1).
  function findPlatform(from) {
    let here = from;
    for (let level = 0; level < 20; level += 1) {
      try {
        if (here.API) return here.API;
      } catch {
        return null; // another site's window
      }
      if (!here.parent || here.parent === here) return null;
      here = here.parent;
    }
    return null;
  }

  function tell(name, value) {
    if (platform) platform.LMSSetValue(name, String(value));
  }

  // Returns the share that is right, or null for an answer that a person compares.
  function markOf(question) {
    if (question.dataset.kind === "short") return null;
    if (question.dataset.kind === "matching") {
      const rows = [...question.querySelectorAll("select")];
      return rows.filter((row) => row.value === row.dataset.right).length / rows.length;
    }
    const boxes = [...question.querySelectorAll("input")];
    return boxes.every((box) => box.checked === box.hasAttribute("data-right")) ? 1 : 0;
  }

  function show(question, mark) {
    for (const feedback of question.querySelectorAll(".feedback")) {
      const box = feedback.parentElement.querySelector("input");
      feedback.hidden = Boolean(box) && !box.checked;
    }
    const line = question.querySelector(".mark");
    line.hidden = mark === null;
    line.textContent = mark === 1 ? "Right." : mark > 0 ? "Partly right." : "Not right.";
  }

  function time() {
    const seconds = Math.round((Date.now() - started) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }

  function finish() {
    if (!platform || finished) return;
    finished = true;
    tell("cmi.core.session_time", time());
    platform.LMSCommit("");
    platform.LMSFinish("");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const marks = questions.map(markOf);
    questions.forEach((question, index) => show(question, marks[index]));
    const counted = marks.filter((mark) => mark !== null);
    const score = counted.length ? Math.round((100 * counted.reduce((sum, mark) => sum + mark, 0)) / counted.length) : 0;
    const passed = score >= Number(form.dataset.mastery);
    document.querySelector(".result").textContent = `${score} per cent: ${passed ? "passed" : "not passed yet"}.`;
    tell("cmi.core.score.raw", score);
    tell("cmi.core.lesson_status", passed ? "passed" : "failed");
    if (platform) platform.LMSCommit("");
  });

  if (platform) {
    platform.LMSInitialize("");
    const status = platform.LMSGetValue("cmi.core.lesson_status");
    if (status !== "passed" && status !== "completed") tell("cmi.core.lesson_status", "incomplete");
    tell("cmi.core.score.min", 0);
    tell("cmi.core.score.max", 100);
    platform.LMSCommit("");
    window.addEventListener("pagehide", finish); // a page that listens to "unload" cannot be kept for going back
  }
})();
