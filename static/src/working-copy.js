// Keeps what is typed, quietly: a working copy on the server, for this person alone. Nothing here saves the section.
const PAUSE = 2_000; // after the last key
const RHYTHM = 15_000; // at least this long between two saves
const HERE = 45_000; // how often others hear that somebody is still here
const ACTIVE = 120_000; // without a key or a movement for so long, nobody is here
const TELL_AGAIN = 300_000; // how often a screen reader hears that all is well
const line = document.querySelector("[data-working-copy]");
const form = document.querySelector("main form:not(.eia-post-button) input[name=seen]")?.form;

if (line && form) start();

function start() {
  const shown = line.querySelector("[data-kept]");
  const told = line.querySelector("[data-told]");
  const others = document.querySelector("[data-others]");
  const undecided = line.hasAttribute("data-undecided");
  const copy = form.elements.namedItem("copy");
  if (!copy.value) copy.value = Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16)).join("");
  let sent = written();
  let keptAt = "";
  let toldAt = 0;
  let lastSent = 0;
  let lastActive = Date.now();
  let wait = RHYTHM;
  let stopped = false;
  let timer = 0;
  let request = null;

  function written() {
    return new URLSearchParams(new FormData(form)).toString();
  }

  function say(text, trouble = false) {
    shown.textContent = text;
    line.classList.toggle("eia-kept-line--trouble", trouble);
    const quiet = !trouble && Date.now() - toldAt < TELL_AGAIN;
    if (quiet || told.textContent === text) return;
    told.textContent = text;
    toldAt = Date.now();
  }

  function later(milliseconds) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(send, milliseconds);
  }

  async function send() {
    if (request || stopped) return;
    const now = written();
    const typed = now !== sent && !undecided;
    if (!typed && Date.now() - lastActive > ACTIVE) return;
    request = new AbortController();
    const body = new URLSearchParams(typed ? now : { csrf_token: form.elements.namedItem("csrf_token").value });
    if (typed) body.set("typed", "yes");
    let answer = null;
    try {
      answer = await fetch(line.dataset.workingCopy, { method: "POST", body, redirect: "manual", signal: request.signal });
      if (answer.status === 200) heard(await answer.json(), typed ? now : "");
      else refused(answer.status);
    } catch {
      if (!stopped) away();
    }
    if (typed) lastSent = Date.now();
    request = null;
    if (written() !== sent && !undecided) later(wait);
    else later(Math.max(HERE, wait));
  }

  function heard(answer, now) {
    wait = RHYTHM;
    if (others && others.textContent !== answer.others) others.textContent = answer.others;
    if (!now) return;
    sent = now;
    keptAt = answer.kept_at;
    say(`Saved at ${keptAt}, for you alone. Press a button to save it in the section.`);
  }

  function away() {
    wait = Math.min(wait * 2, 60_000);
    const since = keptAt ? ` since ${keptAt}` : "";
    say(`Not saved in the background${since}: the service does not answer. It is tried again. Go on writing.`, true);
  }

  function refused(status) {
    if (status >= 500) return away();
    stopped = true;
    say(WORDS[status] ?? WORDS.signedOut, true);
  }

  const WORDS = {
    signedOut: "You are signed out, so nothing is saved in the background. What you typed is still here: sign in again " +
      "in another window, then press the button here, and you can copy it.",
    401: "You are signed out, so nothing is saved in the background. What you typed is still here: press the " +
      "button to save, sign in, and you get it back.",
    400: "You signed in again in another window, so nothing is saved in the background here. What you typed is " +
      "still here: press the button, and you can copy it.",
    403: "You cannot write here any more. What you typed is still here: copy what you need.",
    404: "What you were writing in was removed. What you typed is still here: press the button, and you get it back.",
    409: "This page is open in another window of yours, or is not being written any more. What you type here is " +
      "not saved in the background: press the button to save.",
    413: "This is too long to be saved in the background. Press the button to save.",
  };

  function active() {
    const wasAway = Date.now() - lastActive > ACTIVE;
    lastActive = Date.now();
    if (wasAway && !request) later(PAUSE);
  }

  function changed() {
    lastActive = Date.now();
    if (undecided) {
      say("What you type here is saved in the background once you have decided about your text from before.");
      return;
    }
    if (!request) later(Math.max(PAUSE, wait - (Date.now() - lastSent)));
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
    request?.abort();
  });
  addEventListener("pointermove", active, { passive: true });
  addEventListener("keydown", active, { passive: true });
  addEventListener("online", () => {
    wait = RHYTHM;
    if (!request) later(0);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || stopped || undecided || written() === sent) return;
    const body = new URLSearchParams(written());
    body.set("typed", "yes");
    navigator.sendBeacon(line.dataset.workingCopy, body);
  });
  later(PAUSE);
}
