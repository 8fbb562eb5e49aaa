// What every page does: keep what a person sends until it has arrived, and pages for reading without network.
// Everything here improves forms and links that work without it.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const whoIsKept = async () => (await caches.match("/who"))?.json();
// The page for no network is nobody's; what waits is of whoever was signed in last.
const person = meta("person") || (document.querySelector("kept-pages") && (await whoIsKept())?.person) || "";
const RETRY_AFTER = [5, 15, 60, 300]; // seconds since somebody did something: soon after a tunnel, rarely through a night
export const TO_LOOK_AT = ["older", "refused"]; // states of answers that the server did not take
const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Somebody else is signed in now, or nobody: what waits is not theirs to send. */
class NotSignedIn extends Error {}

/**
 * What this person has answered and sent on this phone, in a database of their own.
 *
 * An answer is {attempt, question, number, page, send, value, words, sequence, client, state, time}; its state is
 * waiting, saved, late, older or refused. A post is a form as it was last sent: {url, body, turn}; once it has arrived
 * it has `at`, in seconds of the server's clock, `time`, as people read it, and `answer`, if it was JSON.
 * Tells its listeners of every change.
 */
class Queue extends EventTarget {
  #db;
  #failures = 0;
  #running = null;
  #timer;
  state = "idle"; // sending, waiting, signin

  static async open() {
    if (!person || !isSecureContext || !("indexedDB" in window)) return null;
    const request = indexedDB.open(`tajryiba ${person}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("answers", { keyPath: ["attempt", "question"] });
      request.result.createObjectStore("posts", { keyPath: "url" });
    };
    try {
      const queue = new Queue();
      queue.#db = await answered(request);
      queue.#db.onversionchange = () => queue.#db.close(); // forgotten at sign-out, in whichever tab
      return queue;
    } catch {
      return null; // a private window: the forms work as they are
    }
  }

  #store(name, mode = "readonly") {
    return this.#db.transaction(name, mode).objectStore(name);
  }
  all(name) {
    return answered(this.#store(name).getAll());
  }
  answer(attempt, question) {
    return answered(this.#store("answers").get([attempt, question]));
  }
  post(url) {
    return answered(this.#store("posts").get(url));
  }
  async put(name, thing) {
    await answered(this.#store(name, "readwrite").put(thing));
    this.#tell();
  }
  async drop(name, key) {
    await answered(this.#store(name, "readwrite").delete(key));
    this.#tell();
  }
  #tell() {
    this.dispatchEvent(new Event("change"));
  }

  /** Keep an answer until it has arrived; it is on its way when this is written. */
  async keepAnswer(answer) {
    await this.put("answers", { ...answer, client: crypto.randomUUID(), state: "waiting" });
    this.#sendSoon();
  }
  /** Keep a form until it has arrived; answers given before it go first. */
  async keepPost(post) {
    await this.holdPost(post);
    this.#sendSoon();
  }
  /** The same, but it is sent with what goes next: by `keepPost`, or by the page that is opened next. */
  holdPost(post) {
    return this.put("posts", { ...post, turn: Date.now() });
  }
  #sendSoon() {
    this.#failures = 0; // somebody is here, and ticking four boxes is no sign of a long night
    this.flush();
  }
  async waitingPosts() {
    return (await this.all("posts")).filter((post) => !post.at).sort((a, b) => a.turn - b.turn);
  }
  async waitingAnswers() {
    return (await this.all("answers")).filter((one) => one.state === "waiting");
  }
  async waiting() {
    return (await this.waitingAnswers()).length + (await this.waitingPosts()).length;
  }

  /** Send all that waits, in order; one tab at a time. */
  flush() {
    this.#running ??= this.#flush().finally(() => (this.#running = null));
    return this.#running;
  }
  async #flush() {
    clearTimeout(this.#timer);
    try {
      while (await this.waiting()) {
        this.#turn("sending");
        const send = () => this.#sendAll();
        await (navigator.locks ? navigator.locks.request(`queue ${person}`, send) : send());
      }
      this.#failures = 0;
      this.#turn("idle");
    } catch (error) {
      if (error instanceof NotSignedIn) return this.#turn("signin");
      const seconds = RETRY_AFTER[Math.min(this.#failures++, RETRY_AFTER.length - 1)];
      this.#timer = setTimeout(() => this.flush(), seconds * 1000);
      this.#turn("waiting");
    }
  }
  #turn(state) {
    this.state = state;
    this.#tell();
  }

  async #sendAll() {
    const answers = await this.waitingAnswers();
    for (const url of new Set(answers.map((one) => one.send))) {
      await this.#sendAnswers(url, answers.filter((one) => one.send === url));
    }
    const toLookAt = (await this.all("answers")).filter((one) => TO_LOOK_AT.includes(one.state));
    for (const post of await this.waitingPosts()) {
      // A quiz is not handed in while one of its answers needs a decision.
      if (toLookAt.some((one) => post.url.includes(one.attempt))) await this.drop("posts", post.url);
      else await this.#sendPost(post);
    }
  }
  async #sendPost(post) {
    const response = await send(post.url, post.body, "application/x-www-form-urlencoded");
    const refused = response.ok || response.type === "opaqueredirect" ? "" : await message(response);
    const answer = response.ok ? await response.json().catch(() => null) : null; // a draft's; forms lead on
    if (refused) await this.drop("posts", post.url);
    else if ((await this.post(post.url))?.turn === post.turn) {
      const at = Date.parse(response.headers.get("Date") ?? new Date()) / 1000;
      await this.put("posts", { ...post, at, time: new Date().toTimeString().slice(0, 5), answer });
    }
    this.dispatchEvent(new CustomEvent("sent", { detail: { post, message: refused, answer } }));
  }
  async #sendAnswers(url, answers) {
    const body = answers.map(({ question, value, client, sequence }) => ({ question, value, client, sequence }));
    const response = await send(url, JSON.stringify({ answers: body }), "application/json");
    const outcomes = response.ok ? (await response.json()).answers : [];
    const why = response.ok ? "" : await message(response);
    for (const sent of answers) {
      const outcome = outcomes.find((one) => one.client === sent.client) ?? { state: "refused", message: why };
      const now = await this.answer(sent.attempt, sent.question);
      // Changed while it was on its way: the newer one is still to be sent.
      const { state, time } = outcome;
      if (now?.client === sent.client) await this.put("answers", { ...now, state, time });
    }
  }
}

/** Post as this person; an answer of the server that is no answer counts as no network. */
export async function send(url, body, type) {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { "Content-Type": type, "X-CSRFToken": csrf(), "X-Person": person, Accept: "application/json" },
    redirect: "manual", // where a form leads is for people; that it leads somewhere says it was taken
    keepalive: body.length < 60_000, // goes on while the page is left; browsers allow 64 KB
    signal: AbortSignal.timeout?.(60_000),
  });
  if (response.status === 401) throw new NotSignedIn();
  if (response.status === 403 || response.status === 429 || response.status >= 500) throw new Error("Not taken");
  return response;
}
const csrf = () => /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
const message = async (response) => (await response.json().catch(() => ({}))).message || response.statusText;

export const queue = await Queue.open();

export const ON_ITS_WAY = { signin: "signin", sending: "sending" }; // the queue's state, as the name of a line

/** Show in `line` the sentence of that name: one of the page's templates. */
export function say(line, name, fact = "") {
  const words = document.querySelector(`template[data-line="${name}"]`);
  if (!words || line.dataset.says === name + fact) return;
  line.dataset.says = name + fact;
  line.replaceChildren(words.content.cloneNode(true));
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace("%s", fact);
}

export function unsay(line) {
  delete line.dataset.says;
  line.replaceChildren();
}

/**
 * A form marked data-save is sent without leaving the page, at once or later: a lesson that was read, its ticks, a
 * quiz handed in. What this phone has sent since the page was made (data-opened, the server's clock) is shown in it.
 */
class SavedForm {
  constructor(form) {
    this.form = form;
    this.kind = form.dataset.save;
    this.lines = this.#findLines();
    if (!this.lines.length) return; // a lesson without checklists
    form.addEventListener("submit", (event) => this.#submit(event));
    if (this.kind === "ticks") document.addEventListener("change", ({ target }) => target.form === form && this.#keep());
    queue.addEventListener("change", () => this.#show());
    queue.addEventListener("sent", ({ detail }) => detail.post.url === form.action && this.#sent(detail.message));
    this.#begin();
  }
  #findLines() {
    const own = this.form.querySelector("[role=status]");
    if (own) return [own];
    const line = document.createElement("p");
    line.className = "saved";
    line.setAttribute("role", "status");
    if (this.kind !== "ticks") return [this.form.closest("nav").insertAdjacentElement("afterend", line)];
    // Ticks are kept as they are made: the buttons below the lists make room for what became of them.
    const places = [...document.querySelectorAll(`button[form="${this.form.id}"]`)].map((button) => button.closest("p"));
    return places.map((place) => {
      const copy = line.cloneNode();
      place.replaceWith(copy);
      return copy;
    });
  }
  #say(name, fact) {
    for (const line of this.lines) say(line, name, fact);
  }
  get #known() {
    return queue.post(this.form.action);
  }
  async #begin() {
    const known = await this.#known;
    if (!known || (known.at && known.at < Number(this.form.dataset.opened))) return;
    if (this.kind === "ticks") {
      const ticked = new URLSearchParams(known.body).getAll("tick");
      for (const box of this.form.elements) if (box.name === "tick") box.checked = ticked.includes(box.value);
    }
    this.#show();
  }
  async #submit(event) {
    event.preventDefault();
    // Pressed again while it waits: on to what comes next, if that can be read.
    if (this.kind === "lesson" && (await this.#known)) return location.assign(this.form.dataset.next);
    await this.#keep();
  }
  #keep() {
    const body = new URLSearchParams(new FormData(this.form));
    body.delete("csrfmiddlewaretoken"); // the cookie's, when it is sent
    return queue.keepPost({ url: this.form.action, body: body.toString() });
  }
  async #show() {
    const known = await this.#known;
    if (!known) return;
    const waits = !known.at;
    if (this.kind === "quiz") for (const button of this.form.querySelectorAll("button")) button.disabled = waits;
    if (!waits) return this.#say("saved", known.time);
    this.#say(ON_ITS_WAY[queue.state] ?? (this.kind === "quiz" ? "handing-in" : "waiting"));
  }
  #sent(refused) {
    if (refused) {
      for (const line of this.lines) line.textContent = refused;
    } else if (this.form.dataset.next) location.assign(this.form.dataset.next);
  }
}

/** On top of a page: how much has not been sent yet. Pages of a quiz, and where a draft is written, say it themselves. */
class QueueNote extends HTMLElement {
  connectedCallback() {
    if (!queue || document.querySelector("quiz-question, quiz-check, write-box, case-part")) return;
    queue.addEventListener("change", () => this.#show());
    queue.addEventListener("sent", ({ detail }) => detail.message && this.#add(detail.message));
    this.#show();
  }
  async #show() {
    const count = await queue.waiting();
    const line = this.querySelector("[role=status]");
    const toLookAt = (await queue.all("answers")).find((one) => one.state === "late" || TO_LOOK_AT.includes(one.state));
    this.hidden = !count && !toLookAt && !this.refused;
    if (count) say(line, queue.state === "signin" ? "count-signin" : "count", count);
    else if (toLookAt) {
      say(line, "look", toLookAt.number);
      line.querySelector("a").href = toLookAt.page;
    }
  }
  #add(text) {
    this.refused = true;
    this.hidden = false;
    this.querySelector("[role=status]").textContent = text;
  }
}

/** On the page for no network: what can be read, and how to try again. */
class KeptPages extends HTMLElement {
  async connectedCallback() {
    const list = this.querySelector("ul");
    if (!person) return;
    const cache = await caches.open(`pages ${person}`);
    const kept = await Promise.all((await cache.keys()).map(async (request) => ({ request, page: await cache.match(request) })));
    for (const { request, page } of kept) {
      if (!page.headers.has("X-Kept-Title")) continue; // a picture, or a quiz's later questions
      const item = list.appendChild(document.createElement("li"));
      const link = item.appendChild(document.createElement("h2")).appendChild(document.createElement("a"));
      link.href = request.url;
      link.lang = page.headers.get("Content-Language");
      const title = decodeURIComponent(page.headers.get("X-Kept-Title")); // with its entities, as it stood in the page
      link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent;
      const size = item.appendChild(document.createElement("p"));
      size.className = "small soft";
      const group = page.headers.get("X-Kept");
      const pages = group === "lesson" ? [page] : kept.map((one) => one.page).filter((one) => one.headers.get("X-Kept") === group);
      const bytes = (await Promise.all(pages.map((one) => one.blob()))).reduce((sum, blob) => sum + blob.size, 0);
      size.textContent = this.dataset.kept.replace("%s", Math.ceil(bytes / 1024));
    }
    this.hidden = !list.children.length;
  }
}

/** There, too: what was typed on the very page that cannot be opened now, and waits on this phone. */
class KeptTyped extends HTMLElement {
  async connectedCallback() {
    const post = await queue?.post(location.pathname);
    if (!post || post.at) return;
    const list = this.querySelector("ul");
    for (const [name, words] of new URLSearchParams(post.body)) {
      // Words and figures; what was ticked or chosen stands there as keys, which say nothing to people.
      if (name === "version" || !/[^\x00-\x7f]|\s|^[\d.,]+$/.test(words)) continue;
      list.appendChild(document.createElement("li")).textContent = words;
    }
    this.hidden = !list.children.length;
  }
}

customElements.define("kept-typed", KeptTyped);
customElements.define("queue-note", QueueNote);
customElements.define("kept-pages", KeptPages);

// Boxes suggest once somebody goes to one: most pages are read without.
const suggest = ({ target }) => {
  const form = target?.closest?.("[data-suggest]");
  if (form) import(form.dataset.module).then(({ suggestIn }) => suggestIn(form), () => {}); // else it is a plain form
};
document.addEventListener("focusin", suggest);
suggest({ target: document.activeElement });

// That a result was opened is told by the link's `ping`. Firefox knows the word and sends nothing: there it goes from here.
const open = ({ target, button }) => {
  const link = button < 2 && target.closest?.("a[ping]"); // the left or the middle button
  if (link) navigator.sendBeacon(link.ping);
};
if ("mozInnerScreenX" in window) for (const how of ["click", "auxclick"]) document.addEventListener(how, open);

// A button that only a script can follow is seen only with one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Whoever closes the filters without choosing finds them as they are in force.
document.addEventListener("click", ({ target }) => target.closest?.("form.sheet > .shut")?.form.reset());

// Signing out: what waits goes out first, and nothing stays on the phone.
document.addEventListener("submit", async (event) => {
  if (!queue || event.target.method !== "post" || !/\/accounts\/logout\/$/.test(new URL(event.target.action).pathname)) return;
  event.preventDefault();
  await queue.flush();
  event.target.submit();
});

if (queue) {
  for (const form of document.querySelectorAll("form[data-save]")) new SavedForm(form);
  for (const one of meta("forget") ? await queue.all("answers") : []) {
    if (meta("forget").endsWith(one.attempt) && one.state !== "waiting") await queue.drop("answers", [one.attempt, one.question]);
  }
  addEventListener("online", () => queue.flush());
  addEventListener("pageshow", (event) => event.persisted && queue.flush());
  document.addEventListener("visibilitychange", () => document.hidden || queue.flush());
  queue.flush();
}

if (meta("person") && navigator.serviceWorker) {
  // A topic is kept as it was read: to fetch it once more would be to read on.
  const isFetched = meta("keep") && !meta("keep").startsWith("topic");
  const keep = isFetched ? [location.pathname, ...meta("keep-also").split(" ").filter(Boolean)] : [];
  navigator.serviceWorker.register("/sw.js");
  navigator.serviceWorker.ready.then(({ active }) =>
    active.postMessage({ keep, forget: meta("forget"), offline: `/${document.documentElement.lang}/offline/` }),
  );
}
