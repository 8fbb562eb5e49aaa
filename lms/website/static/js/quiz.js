// A quiz whose answers are saved as they are given, and which goes on without network.

// The very module that the page has loaded, under its hashed name: there is one queue.
const { queue, say, unsay, ON_ITS_WAY, TO_LOOK_AT } = await import(document.getElementById("site").src);
const STAYS = 3000; // milliseconds that a typed answer may hold the page, so that a slip is shown where it was made

/** A question: its answer is kept at each change; what this phone knows better than the page is shown. */
class QuizQuestion extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.line = this.form.querySelector(".saved");
    this.served = Number(this.dataset.sequence);
    this.isTyped = !this.form.querySelector("[type=radio], [type=checkbox]");
    this.unsaved = Boolean(document.querySelector(".errors"));
    this.last = JSON.stringify(this.#servedValue);
    // At once: without network, who presses before the phone has looked up what it keeps would leave with a plain form.
    this.form.addEventListener("change", () => (this.keeping = this.#keep()));
    this.form.addEventListener("submit", (event) => this.#goOn(event));
    this.begun = this.#begin();
  }
  async #begin() {
    const kept = await queue.answer(this.dataset.attempt, this.dataset.question);
    if (kept && TO_LOOK_AT.includes(kept.state)) return this.#askServer(kept);
    // What was typed before this script was there, or just now, is newer than both.
    const isUntouched = !this.keeping && JSON.stringify(this.value) === this.last;
    if (kept && !this.unsaved && isUntouched && (kept.state === "waiting" || kept.sequence > this.served)) {
      this.#fill(kept.value);
      this.last = JSON.stringify(this.value);
    }
    queue.addEventListener("change", () => this.#show());
    // Chosen before this script was there: nobody else keeps it.
    if (!this.isTyped && JSON.stringify(this.value) !== this.last) this.keeping = this.#keep();
    this.#show();
    this.#count();
  }

  get value() {
    if (this.isTyped) return this.form.elements.answer.value.trim();
    return [...this.form.querySelectorAll(":checked")].map((input) => input.value);
  }
  get #servedValue() {
    if (this.isTyped) return this.form.elements.answer.defaultValue;
    return [...this.form.elements.answer].filter((input) => input.defaultChecked).map((input) => input.value);
  }
  get words() {
    if (this.isTyped) return [this.value];
    return [...this.form.querySelectorAll(":checked")].map((input) => input.closest("label").textContent.trim());
  }
  #fill(value) {
    if (this.isTyped) this.form.elements.answer.value = value;
    else for (const input of this.form.elements.answer) input.checked = value.includes(input.value);
  }

  async #keep() {
    const { attempt, question, number, send } = this.dataset;
    this.last = JSON.stringify(this.value);
    this.unsaved = false;
    unsay(this.line); // it spoke of the answer before
    const kept = await queue.answer(attempt, question);
    const sequence = Math.max(this.served, kept?.sequence ?? 0) + 1;
    const answer = { attempt, question, number, send, sequence, value: this.value, words: this.words };
    await queue.keepAnswer({ ...answer, page: location.pathname });
  }

  async #goOn(event) {
    event.preventDefault();
    await this.begun;
    if (this.leaving) return;
    if (this.unsaved || JSON.stringify(this.value) !== this.last) this.keeping = this.#keep();
    await this.keeping; // written on this phone, if not sent
    if (this.isTyped) await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, STAYS))]);
    await this.#show();
    if (this.leaving) return;
    // A page that is kept for reading offline does not know that one came from the check.
    location.assign(location.search.includes("check") ? this.dataset.check : this.dataset.next);
  }

  async #show() {
    const kept = await queue.answer(this.dataset.attempt, this.dataset.question);
    if (!kept || this.leaving) return;
    if (kept.state === "late") return this.#leave(this.dataset.result, kept);
    if (TO_LOOK_AT.includes(kept.state)) return this.#askServer(kept);
    const isThis = JSON.stringify(kept.value) === this.last; // and not the one before it
    if (isThis && kept.state === "saved" && kept.sequence >= this.served) say(this.line, "saved", kept.time);
    if (isThis && kept.state === "waiting") say(this.line, ON_ITS_WAY[queue.state] ?? "waiting");
    this.#count();
  }
  /** The server says what is wrong, or shows both answers, better than a script could. */
  async #askServer(kept) {
    this.leaving = true;
    this.#fill(kept.value);
    await queue.drop("answers", [kept.attempt, kept.question]);
    this.form.elements.sequence.value = kept.sequence; // the page's own may be newer, and would overwrite
    this.form.submit();
  }
  async #leave(address, kept) {
    this.leaving = true;
    await queue.drop("answers", [kept.attempt, kept.question]);
    location.assign(address);
  }

  async #count() {
    const bar = document.querySelector("progress");
    const numbers = new Set(this.dataset.answered.split(" ").filter(Boolean));
    for (const one of await queue.all("answers")) {
      if (one.attempt === this.dataset.attempt) numbers[one.value.length ? "add" : "delete"](one.number);
    }
    if (bar) bar.value = numbers.size;
  }
}

/** The check before handing in, with the answers that this phone has and the page does not know. */
class QuizCheck extends HTMLElement {
  connectedCallback() {
    queue.addEventListener("change", () => this.#show());
    this.#show();
  }
  async #show() {
    for (const kept of await queue.all("answers")) {
      const item = this.querySelector(`[data-question="${kept.question}"]`);
      if (kept.attempt !== this.dataset.attempt || !item) continue;
      if (TO_LOOK_AT.includes(kept.state)) return location.assign(kept.page);
      if (kept.state === "late") return location.assign(this.dataset.result);
      if (kept.state === "waiting" || kept.sequence > Number(item.dataset.sequence)) this.#fill(item, kept);
    }
    const without = [...this.querySelectorAll("[data-question]")].filter((item) => !item.querySelector("[data-words] b"));
    const note = this.querySelector("[data-without]");
    note.hidden = !without.length;
    note.querySelector("span").textContent = without.length;
    this.#say();
  }
  #fill(item, kept) {
    const words = item.querySelector("[data-words]");
    const { none, change, answer } = this.dataset;
    item.querySelector("a").firstChild.data = kept.value.length ? change : answer;
    if (!kept.value.length) {
      const tag = document.createElement("span");
      tag.className = "tag late";
      tag.textContent = none;
      return words.replaceChildren(tag);
    }
    words.replaceChildren(
      ...kept.words.flatMap((text, n) => {
        const bold = document.createElement("b");
        bold.textContent = text;
        return n ? [document.createElement("br"), bold] : [bold];
      }),
    );
  }
  async #say() {
    if ((await queue.waitingPosts()).length) return; // handing in says it
    const line = this.querySelector("form .saved");
    const waits = (await queue.waitingAnswers()).some((one) => one.attempt === this.dataset.attempt);
    if (waits) say(line, ON_ITS_WAY[queue.state] ?? "waiting");
    else line.replaceChildren();
  }
}

if (queue) {
  customElements.define("quiz-question", QuizQuestion);
  customElements.define("quiz-check", QuizCheck);
}
