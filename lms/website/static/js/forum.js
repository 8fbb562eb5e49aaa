// Writing in the forum: a draft that is kept as it is typed, tools, files as they are chosen, names after an @.
// Everything here improves a form that works without it.

// The very module that the page has loaded, under its hashed name: there is one queue.
const { queue, say } = await import(document.getElementById("site").src);
const PAUSE = 1500; // milliseconds without a key, then the draft goes to the server
const ASKS_AFTER = 400; // milliseconds, then names and what is similar are asked for
const PATIENCE = 2000; // milliseconds that a draft of this phone is waited for before it is shown
const SPECIAL = /[\\`*_[\]<>#]/g; // what would be form in Markdown
const STATES = { sending: "sending", signin: "draft-signin" }; // the queue's state, as the name of a line

const later = (wait, act) => {
  let timer;
  const ask = (...facts) => (clearTimeout(timer), (timer = setTimeout(act, wait, ...facts)));
  ask.cancel = () => clearTimeout(timer);
  return ask;
};

class WriteBox extends HTMLElement {
  #kept = ""; // what was kept last, as it is sent
  #asked = 0;

  connectedCallback() {
    this.form = this.closest("form");
    this.text = this.querySelector("textarea");
    this.heading = this.form.elements.title;
    this.line = this.querySelector(".saved");
    this.url = `${this.dataset.draft}?place=${encodeURIComponent(this.dataset.place)}`;
    this.base = this.form.elements.base.value;
    this.#kept = this.#body;
    this.soon = later(PAUSE, () => this.#keep());
    this.form.addEventListener("input", ({ target }) => [this.text, this.heading].includes(target) && this.soon());
    this.form.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.#keep());
    document.addEventListener("click", (event) => this.#answerTo(event));
    this.#tools();
    this.#files();
    this.#similar();
    new Names(this.text, this.dataset);
    this.begun = queue && this.#begin(); // until then nothing is kept: it would take the place of what waits
  }

  // The draft

  get #body() {
    const facts = { place: this.dataset.place, title: this.heading?.value ?? "", text: this.text.value };
    return new URLSearchParams({ ...facts, writer: this.form.elements.client_id.value }).toString();
  }
  async #begin() {
    await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    const known = await queue.post(this.url);
    queue.addEventListener("change", () => this.#show());
    queue.addEventListener("sent", ({ detail }) => detail.post.url === this.url && this.#arrived(detail));
    if (!known) return;
    // Saved before the page was made, it is in the page, or was sent as a post. Else this phone knows more than the page.
    const isInPage = !known.answer?.time || Date.parse(known.answer.saved) <= Date.parse(this.dataset.opened);
    if (known.at && isInPage) return queue.drop("posts", this.url);
    const fields = new URLSearchParams(known.body);
    if (this.text.value.includes(fields.get("text"))) return this.#show();
    // A quote that was asked for, and what was typed meanwhile, come below it.
    const isMore = this.#kept !== this.#body || /[?&](quote|call)=/.test(location.search);
    this.text.value = [fields.get("text"), isMore && this.text.value].filter(Boolean).join("\n\n");
    if (this.heading && fields.get("title")) this.heading.value = fields.get("title");
    if (isMore) this.soon();
    else this.#kept = this.#body;
    if (known.answer) this.#arrived(known);
    else this.#show();
  }
  async #keep() {
    await this.begun;
    this.soon.cancel();
    if (this.#kept === this.#body) return;
    this.#kept = this.#body;
    const body = `${this.#kept}&${new URLSearchParams({ base: this.base })}`;
    if (queue) return queue.keepPost({ url: this.url, body });
    const response = await this.#post(this.url, new URLSearchParams(body)).catch(() => null);
    if (response?.ok) this.#arrived({ answer: await response.json() });
  }
  async #show() {
    const known = await queue.post(this.url);
    if (known && !known.at) say(this.line, STATES[queue.state] ?? "draft-waiting");
  }
  async #arrived({ answer, message }) {
    if (message) this.line.textContent = message;
    // The server has it: enough. A page that is kept, opened without network, knows nothing of the server's.
    const isKept = document.querySelector('meta[name="keep"]');
    if (!isKept && (await queue?.post(this.url))?.at) await queue.drop("posts", this.url);
    if (!answer) return;
    if (answer.time) say(this.line, "draft-saved", answer.time);
    else this.line.replaceChildren();
    this.base = answer.saved ?? "";
    const other = this.querySelector("[data-other]");
    other.hidden = !answer.other;
    other.querySelector("p").textContent = answer.other;
  }

  async #submit(event) {
    if (event.submitter?.name === "preview") return this.#preview(event);
    if (this.#kept === this.#body) return;
    event.preventDefault(); // it is on this phone before it is sent, whatever becomes of the network
    await this.#keep();
    this.form.requestSubmit(event.submitter);
  }
  async #preview(event) {
    event.preventDefault();
    this.#keep();
    const fields = new FormData();
    for (const name of ["text", "place"]) fields.set(name, name === "text" ? this.text.value : this.dataset.place);
    await this.#fill("[data-shown]", () => this.#post(this.dataset.preview, fields));
    this.querySelector("[data-shown]").scrollIntoView({ block: "nearest" });
  }
  #post(url, body) {
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    return fetch(url, { method: "POST", body });
  }
  /** Put there what the server answers; without network nothing changes, and the form itself can be sent. */
  async #fill(place, ask) {
    const turn = ++this.#asked;
    const response = await ask().catch(() => null);
    if (!response?.ok) return false;
    const html = await response.text();
    if (turn === this.#asked || place !== "[data-similar]") this.form.querySelector(place).innerHTML = html;
    return true;
  }

  // Tools

  #tools() {
    const tools = this.querySelector(".tools");
    tools.hidden = false;
    tools.addEventListener("click", ({ target }) => this.#use(target.closest("[data-tool]")?.dataset.tool));
  }
  #use(tool) {
    const { value, selectionStart: start, selectionEnd: end } = this.text;
    const chosen = value.slice(start, end);
    const lines = (mark) => (chosen || "").split("\n").map((each) => mark + each).join("\n");
    const own = start && value[start - 1] !== "\n" ? "\n\n" : "";
    if (tool === "bold") this.insert(`**${chosen}**`, chosen ? 0 : 2);
    if (tool === "list") this.insert(own + lines("- "));
    if (tool === "quote") this.insert(own + lines("> "));
    if (tool === "link") this.insert(`[${chosen}](https://)`, chosen ? 1 : 11);
    if (tool === "call") this.insert(start && !/\s/.test(value[start - 1]) ? " @" : "@");
    if (tool === "attach") this.form.elements.uploads.click();
  }
  /** Write at the cursor, so that it can be undone; the cursor ends up so many letters before the end of it. */
  insert(text, back = 0) {
    this.text.focus();
    if (!document.execCommand("insertText", false, text)) {
      this.text.setRangeText(text, this.text.selectionStart, this.text.selectionEnd, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const at = this.text.selectionEnd - back;
    this.text.setSelectionRange(at, at);
  }

  /** “Reply” and “Quote” of a post, without leaving the page. */
  async #answerTo(event) {
    const link = event.target.closest?.("a[data-call], a[data-quote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { call, name, quote } = link.dataset;
    const end = this.text.value.length;
    const own = end && !this.text.value.endsWith("\n\n") ? "\n\n" : "";
    const passage = quote && chosenIn(link.closest("article"), quote);
    if (quote && !passage) {
      await this.#keep();
      return location.assign(link.href);
    }
    this.text.setSelectionRange(end, end);
    this.insert(own + (passage || `@[${name}](person:${call}) `));
    this.text.scrollIntoView({ block: "center" });
  }

  // Files

  #files() {
    this.querySelector(".attach").hidden = !this.querySelector(".attach .err"); // there is a tool
    this.form.elements.uploads.addEventListener("change", async ({ target }) => {
      if (!target.files.length) return;
      say(this.line, "uploading");
      const fields = new FormData();
      fields.set("place", this.dataset.place);
      for (const file of target.files) fields.append("uploads", file);
      const isSent = await this.#fill("[data-files]", () => this.#post(this.dataset.attach, fields));
      if (isSent) target.value = "";
      else this.querySelector(".attach").hidden = false; // they go with the form
      this.line.replaceChildren();
      delete this.line.dataset.says;
    });
  }

  // What is similar

  #similar() {
    const button = this.form.querySelector("button[name=similar]"); // where a new topic is written, and nowhere else
    if (!button) return;
    button.hidden = true;
    const ask = later(ASKS_AFTER, () => {
      const url = `${this.dataset.similar}?q=${encodeURIComponent(this.heading.value)}`;
      this.#fill("[data-similar]", () => fetch(url));
    });
    this.heading.addEventListener("input", ask);
  }
}

/** The words that are marked in a post, as a quote of it; of whom it quotes itself, if they are marked there. */
function chosenIn(article, post) {
  const chosen = getSelection();
  const from = chosen.rangeCount && chosen.getRangeAt(0).commonAncestorContainer;
  const words = chosen.toString().trim();
  if (!words || !article.querySelector(".said")?.contains(from)) return "";
  const inner = (from.closest ? from : from.parentElement).closest("blockquote")?.querySelector(":scope > .by a");
  const key = inner ? /posts\/(\d+)/.exec(inner.href)[1] : post;
  const lines = words.replace(SPECIAL, "\\$&").split("\n").map((line) => `> ${line}`.trimEnd());
  return `> [@post:${key}]\n${lines.join("\n")}\n\n`;
}

/** Colleagues below the text while a name is typed after an @. The text keeps the focus; arrows choose, Enter takes. */
class Names {
  #active = -1;
  #turn = 0;

  constructor(text, { people, place, peopleLabel }) {
    this.text = text;
    this.url = `${people}?place=${encodeURIComponent(place)}&q=`;
    this.list = document.createElement("ul");
    Object.assign(this.list, { className: "combo", id: `${text.id}-people`, hidden: true, role: "listbox", ariaLabel: peopleLabel });
    this.status = document.createElement("span"); // says how many there are to those who do not see the list
    Object.assign(this.status, { className: "off", role: "status" });
    text.after(this.list, this.status);
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-controls", this.list.id);
    const ask = later(ASKS_AFTER / 2, () => this.#ask());
    text.addEventListener("input", ask);
    text.addEventListener("keydown", (event) => this.#pressed(event));
    text.addEventListener("blur", () => this.#close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps the focus
    this.list.addEventListener("click", ({ target }) => this.#take(target.closest("li")));
  }

  /** What is typed after the @ before the cursor. */
  get #typed() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    return /(?:^|[\s(])@([^\s@[\]]{0,30}(?: [^\s@[\]]{1,30})?)$/.exec(before)?.[1];
  }
  async #ask() {
    const typed = this.#typed;
    const turn = ++this.#turn;
    if (typed === undefined) return this.#close();
    const response = await fetch(this.url + encodeURIComponent(typed)).catch(() => null);
    if (!response?.ok || turn !== this.#turn || typed !== this.#typed) return;
    const answer = document.createElement("template");
    answer.innerHTML = await response.text();
    this.list.replaceChildren(...answer.content.querySelectorAll("li"));
    [...this.list.children].forEach((option, number) => (option.id = `${this.list.id}-${number}`));
    this.#choose(-1);
    this.list.hidden = !this.list.children.length;
    this.status.textContent = answer.content.querySelector("p")?.textContent ?? "";
  }
  #close() {
    this.#turn++;
    this.#choose(-1);
    this.list.hidden = true;
    this.status.textContent = "";
  }
  #choose(number) {
    this.#active = number;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const option = this.list.children[number];
    if (!option) return this.text.removeAttribute("aria-activedescendant");
    this.text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  #pressed(event) {
    if (this.list.hidden || event.isComposing) return;
    const { key } = event;
    const count = this.list.children.length;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const step = key === "ArrowDown" ? 1 : -1;
      this.#choose(((this.#active + 1 + step + count + 1) % (count + 1)) - 1); // past either end comes the text itself
    } else if (key === "Escape") {
      event.preventDefault();
      this.#close();
    } else if ((key === "Enter" || key === "Tab") && this.#active >= 0) {
      event.preventDefault();
      this.#take(this.list.children[this.#active]);
    }
  }
  #take(option) {
    if (!option) return;
    const end = this.text.selectionStart;
    this.text.setSelectionRange(end - this.#typed.length - 1, end);
    this.#close();
    this.text.closest("write-box").insert(`@[${option.dataset.name}](person:${option.dataset.person}) `);
  }
}

customElements.define("write-box", WriteBox);
