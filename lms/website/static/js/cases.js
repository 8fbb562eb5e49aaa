// Writing a case: a part is kept on this phone as it is typed, and sent by itself; the form works without it.

// The very module that the page has loaded, under its hashed name: there is one queue.
const { queue, say } = await import(document.getElementById("site").src);
const PAUSE = 3000; // milliseconds without a key, then what was typed goes to the server
const PATIENCE = 2000; // milliseconds that what waits on this phone is waited for before the form is filled with it
const STATES = { sending: "sending", signin: "draft-signin" }; // the queue's state, as the name of a line

class CasePart extends HTMLElement {
  #kept = ""; // what was kept last, as it is sent
  #timer;
  #leaves = false; // the form goes now, with what this phone has kept

  connectedCallback() {
    if (!queue) return;
    this.form = this.closest("form");
    this.line = this.querySelector(".saved");
    this.url = new URL(this.form.action).pathname;
    this.#kept = this.#body;
    this.form.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#keep(), PAUSE);
    });
    this.form.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.#keep());
    this.begun = this.#begin(); // until then nothing is kept: it would take the place of what waits
  }
  get #body() {
    const body = new URLSearchParams(new FormData(this.form));
    body.delete("csrfmiddlewaretoken"); // the cookie's, when it is sent
    body.delete("version");
    body.delete("uploads"); // files go with the form
    return body.toString();
  }
  async #begin() {
    await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    queue.addEventListener("change", () => this.#show());
    queue.addEventListener("sent", ({ detail }) => detail.post.url === this.url && this.#arrived(detail));
    const known = await queue.post(this.url);
    if (!known) return;
    if (!known.at) this.#fill(known.body);
    else if (known.answer?.is_kept === false) return this.dataset.meanwhile || this.#sendAsForm(known.body);
    else {
      await queue.drop("posts", this.url);
      // Sent just now, or while the page was made: it says something older.
      if (known.answer?.version > Number(this.dataset.version)) location.reload();
    }
    this.#show();
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
  async #keep() {
    await this.begun;
    clearTimeout(this.#timer);
    const body = this.#body;
    if (this.#kept === body) return;
    this.#kept = body;
    await queue.keepPost({ url: this.url, body: `${body}&version=${this.form.elements.version.value}` });
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
    if (event.submitter?.name === "less" || this.form.elements.uploads?.files.length) {
      // The form says more than what is kept by itself: both on their way, they would be two texts of one part.
      clearTimeout(this.#timer);
      this.#kept = this.#body;
      return;
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
    if (known && !known.at) say(this.line, STATES[queue.state] ?? "draft-waiting");
  }
  async #arrived({ answer, message }) {
    if (message || answer?.is_kept === false) this.line.textContent = message || answer.message;
    if (!answer?.is_kept) return;
    this.form.elements.version.value = answer.version;
    if ((await queue.post(this.url))?.at) await queue.drop("posts", this.url); // the server has it: enough
    say(this.line, "draft-saved", answer.time);
  }
}

customElements.define("case-part", CasePart);
