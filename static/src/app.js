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
