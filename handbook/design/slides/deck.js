/* Starts the slides, lets a click go on, and runs the clocks of exercises.
   Slides of one exercise show one clock. No sound: the words say that time is up. */
(function () {
  "use strict";
  const acts = "a, button, input, select, textarea, .controls";
  const plugins = typeof RevealNotes === "undefined" ? [] : [RevealNotes];
  Reveal.initialize({
    width: 1280, height: 720, margin: 0, center: false, hash: true, transition: "none",
    backgroundTransition: "none", slideNumber: false, controlsTutorial: false,
    keyboardCondition: function (event) {
      const is_pressing = event.key === " " || event.key === "Enter";
      return !(is_pressing && document.activeElement.closest("button"));
    },
    plugins: plugins,
  }).then(function () {
    document.querySelector(".reveal .slides").addEventListener("click", function (event) {
      const is_choosing = String(window.getSelection()) !== "";
      if (!event.target.closest(acts) && !is_choosing) Reveal.next();
    });
  });

  const clocks = {};
  function words(seconds) {
    const late = seconds < 0 ? "+" : "";
    const left = Math.abs(seconds);
    return late + Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
  }
  function left(clock) {
    const run = clock.since === null ? 0 : Date.now() - clock.since;
    return clock.seconds - Math.floor((clock.passed + run) / 1000);
  }
  function show(clock) {
    const seconds = left(clock);
    clock.places.forEach(function (place) {
      place.querySelector("output").textContent = words(seconds);
      place.classList.toggle("late", seconds <= 0);
      const button = place.querySelector("button");
      button.textContent = clock.since === null ? button.dataset.run : button.dataset.pause;
    });
  }
  function pause(clock) {
    if (clock.since === null) return;
    clock.passed += Date.now() - clock.since;
    clock.since = null;
  }
  document.querySelectorAll(".clock").forEach(function (place) {
    const name = place.dataset.clock;
    const clock = clocks[name] || (clocks[name] = {
      seconds: 60 * Number(place.dataset.minutes), passed: 0, since: null, places: [],
    });
    clock.places.push(place);
    place.querySelector("button").addEventListener("click", function () {
      if (clock.since === null) clock.since = Date.now(); else pause(clock);
      show(clock);
    });
    place.querySelector(".again").addEventListener("click", function () {
      pause(clock);
      clock.passed = 0;
      show(clock);
    });
  });
  window.setInterval(function () { Object.values(clocks).forEach(show); }, 250);
})();
