// Nothing here is needed to work. Definitions and details are opened on paper, for paper cannot be clicked.
window.addEventListener("beforeprint", () => {
  for (const drawer of document.querySelectorAll("details:not([open])")) {
    drawer.open = true;
    drawer.dataset.openedToPrint = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const drawer of document.querySelectorAll("details[data-opened-to-print]")) {
    drawer.open = false;
    delete drawer.dataset.openedToPrint;
  }
});

// What is being built is looked at again by itself; without script the link “Look again” does it.
const LOOK_AGAIN = 2_000;
if (document.querySelector("[data-eia-look-again]")) setTimeout(lookAgain, LOOK_AGAIN);

async function lookAgain() {
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-eia-look-again]")) {
      const now = page.getElementById(part.id);
      if (now && now.innerHTML !== part.innerHTML) part.replaceWith(document.adoptNode(now));
    }
  } catch {
    // The connection is gone for a moment; the next look finds it, or the link does.
  }
  if (document.querySelector("[data-eia-look-again]")) setTimeout(lookAgain, LOOK_AGAIN);
}

// An agenda is ordered by dragging too; the numbers follow, and are saved by the button. Without script people type them.
for (const list of document.querySelectorAll("[data-order]")) {
  let held = null;
  document.querySelector(".eia-drag-says")?.removeAttribute("hidden");
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-order] > li");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-order] > li");
    if (!held || !over) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== held) over[event.clientY < top + height / 2 ? "before" : "after"](held);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    held = null;
    [...list.querySelectorAll("input")].forEach((input, place) => { input.value = place + 1; });
  });
}
