// Writing a case: each key is kept on this phone at once, and sent by itself; the form works without it.

// The very module that the page has loaded, under its hashed name: there is one queue.
const { queue, say, send } = await import(document.getElementById("site").src);
const PAUSE = 3000; // milliseconds without a key, then what was typed goes to the server
const AT_MOST = 5000; // milliseconds that it waits for such a pause
const PATIENCE = 2000; // milliseconds that what waits on this phone is waited for before the form is filled with it
const FORM = "application/x-www-form-urlencoded";
const inAnyLanguage = (url) => url.replace(/^\/\w\w\//, "/");
const STATES = { sending: "sending", signin: "draft-signin" }; // the queue's state, as the name of a line

class CasePart extends HTMLElement {
  #kept = ""; // what was kept last, as it is sent
  #timer;
  #typedAt = 0; // when what is not sent yet was begun; 0: all was sent
  #leaves = false; // the form goes now, with what this phone has kept

  connectedCallback() {
    if (!queue) return;
    this.form = this.closest("form");
    this.line = this.querySelector(".saved");
    this.url = new URL(this.form.action).pathname;
    this.#kept = this.#body;
    this.form.addEventListener("input", () => this.#typed());
    // The button that browsers draw speaks their language: ours does not wait for a second one.
    this.form.elements.uploads?.addEventListener("change", () => this.querySelector("button[value=uploads]").click());
    this.form.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.#keep());
    // It is on this phone already, and the next page sends it: this one only hurries.
    addEventListener("pagehide", () => this.#typedAt && send(this.url, this.#sent, FORM).catch(() => {}));
    this.begun = this.#begin(); // until then nothing is kept: it would take the place of what waits
  }
  get #body() {
    const body = new URLSearchParams(new FormData(this.form));
    body.delete("csrfmiddlewaretoken"); // the cookie's, when it is sent
    body.delete("version");
    body.delete("uploads"); // files go with the form
    return body.toString();
  }
  get #sent() {
    return `${this.#body}&version=${this.form.elements.version.value}`;
  }
  /** What this phone knows of the part, in whichever language its page was. */
  async #known() {
    const same = (await queue.all("posts")).filter(({ url }) => inAnyLanguage(url) === inAnyLanguage(this.url));
    return same.sort((a, b) => b.turn - a.turn)[0];
  }
  async #begin() {
    await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    queue.addEventListener("change", () => this.#show());
    queue.addEventListener("sent", ({ detail }) => detail.post.url === this.url && this.#arrived(detail));
    const known = await this.#known();
    if (!known) return;
    if (known.answer?.is_kept === false) return this.dataset.meanwhile || this.#sendAsForm(known.body);
    if (known.at) await queue.drop("posts", known.url);
    // Sent just now, or while the page was made: it says something older.
    const isNewer = known.answer?.version > Number(this.dataset.version);
    if (known.at && isNewer && this.dataset.version !== "0") return location.reload();
    if (known.at && !(isNewer && known.at >= Number(this.dataset.opened))) return;
    this.#fill(known.body);
    if (known.answer) this.form.elements.version.value = known.answer.version;
    this.#kept = "";
    await queue.holdPost({ url: this.url, body: this.#sent });
    if (known.url !== this.url) await queue.drop("posts", known.url);
    this.#typedAt = Date.now();
    queue.flush();
  }
  /** What is still to be sent stands in the form again, over the version that its writer saw. */
  #fill(body) {
    const fields = new URLSearchParams(body);
    for (const chooser of this.querySelectorAll("page-chooser")) chooser.fill?.(fields);
    for (const field of this.form.elements) {
      if (!field.name || !fields.has(field.name) || field.name === "csrfmiddlewaretoken") continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = fields.getAll(field.name).includes(field.value);
      else if (field.type !== "submit") field.value = fields.get(field.name);
    }
    say(this.line, "brought-back");
  }
  /** A colleague was faster: the server shows both texts. */
  #sendAsForm(body) {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: this.form.action, hidden: true });
    const token = this.form.elements.csrfmiddlewaretoken.value;
    for (const [name, value] of [...new URLSearchParams(body), ["csrfmiddlewaretoken", token]]) {
      form.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(form);
    form.submit();
  }
  /** On this phone at once: whoever leaves now finds it again. On its way after a pause, or soon without one. */
  async #typed() {
    await this.begun;
    if (this.#kept === this.#body) return;
    this.#kept = this.#body;
    this.#typedAt ||= Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), Math.min(PAUSE, Math.max(0, this.#typedAt + AT_MOST - Date.now())));
    await queue.holdPost({ url: this.url, body: this.#sent });
  }
  async #keep() {
    await this.#typed();
    clearTimeout(this.#timer);
    if (!this.#typedAt) return;
    this.#typedAt = 0;
    await queue.keepPost({ url: this.url, body: this.#sent });
  }
  async #submit(event) {
    if (this.#leaves) return;
    if (event.submitter?.name === "take") {
      event.preventDefault();
      await queue.drop("posts", this.url);
      this.#kept = this.#body;
      event.submitter.name = "taken"; // once is enough
      this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "take", value: "theirs" }));
      return this.form.submit();
    }
    event.preventDefault(); // it is on this phone before it is sent, whatever becomes of the network
    await this.#keep();
    await queue.flush();
    // Without network the page stays: it has what was typed, and says that it is kept. There is no other to go to.
    const known = await queue.post(this.url);
    if (queue.state === "waiting" && known && !known.at) return this.#show();
    this.#leaves = true;
    this.form.requestSubmit(event.submitter);
    this.#leaves = false; // who comes back to this page may lose the network then
  }
  async #show() {
    const known = await queue.post(this.url);
    if (known && !known.at && queue.state !== "idle") say(this.line, STATES[queue.state] ?? "draft-waiting");
  }
  async #arrived({ answer, message }) {
    if (message || answer?.is_kept === false) this.line.textContent = message || answer.message;
    if (!answer?.is_kept) return;
    this.form.elements.version.value = answer.version;
    if ((await queue.post(this.url))?.at) await queue.drop("posts", this.url); // the server has it: enough
    say(this.line, "draft-saved", answer.time);
    if (answer.page && answer.page !== this.url) this.#moveTo(answer.page);
  }
  /** What was begun has a page of its own now: a reload, and the other language, find it there. */
  #moveTo(page) {
    this.url = this.form.action = page;
    history.replaceState(history.state, "", page);
    for (const link of document.querySelectorAll(".langs a")) link.href = `/${link.hreflang}${inAnyLanguage(page)}`;
  }
}

customElements.define("case-part", CasePart);
