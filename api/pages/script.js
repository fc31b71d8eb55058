"use strict";

for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;

const note = document.getElementById("counts-note");

// Counts come as texts: they may be greater than what a number here holds exactly.
async function show() {
  try {
    const answer = await fetch("/counts", { headers: { accept: "application/json" } });
    if (answer.status === 404) {
      document.getElementById("counts").hidden = true;
      note.textContent = "Counts are shown in development only.";
      return;
    }
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const counts = await answer.json();
    for (const place of document.querySelectorAll("[data-count]")) {
      place.textContent = BigInt(counts[place.dataset.count]).toLocaleString();
    }
    if (counts.key_hint) document.getElementById("key-hint").textContent = `begins with ${counts.key_hint}`;
    note.textContent = "";
  } catch (problem) {
    note.textContent = `No counts at the moment: ${problem.message}.`;
  }
  setTimeout(show, 2000);
}

show();
