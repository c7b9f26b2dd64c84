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
