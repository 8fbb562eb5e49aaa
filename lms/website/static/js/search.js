// Suggestions below a box: an editable combobox with a list, as the ARIA Authoring Practices have it.
// The form works without; this is fetched when somebody first goes to a box.

const PAUSE = 150; // milliseconds after a key: most people type faster
const SHORTEST = 2; // letters
const boxes = new WeakSet();

/** Suggest in this form, from now on. */
export function suggestIn(form) {
  if (boxes.has(form)) return;
  boxes.add(form);
  new Suggestions({
    input: form.elements.q,
    place: form,
    url: form.dataset.suggest,
    label: form.dataset.label,
    follow: (option) => location.assign(option.dataset.href),
  });
}

/** The list is put at the end of `place`; `follow` is called with the option that was chosen. */
export class Suggestions {
  #answers = new Map(); // what this page has asked already
  #request;
  #timer;
  #active = -1; // the option that the arrows have reached; none: the box itself

  constructor({ input, place, url, label, follow }) {
    Object.assign(this, { input, url, follow });
    this.list = document.createElement("ul");
    this.list.className = "combo";
    this.list.id = `${this.input.id}-list`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.status = document.createElement("span"); // says how many there are to those who do not see the list
    this.status.className = "off";
    this.status.setAttribute("role", "status");
    place.append(this.list, this.status);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("blur", () => this.#close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", ({ target }) => this.#follow(target.closest("li")));
    if (this.input.value !== this.input.defaultValue) this.#typed(); // typed before this was here
  }

  get #text() {
    return this.input.value.trim().toLowerCase().replace(/\s+/g, " ");
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#choose(-1);
    if (this.#text.length < SHORTEST) return this.#close();
    this.#timer = setTimeout(() => this.#ask(), this.#answers.has(this.#text) ? 0 : PAUSE);
  }

  async #ask() {
    const text = this.#text;
    try {
      if (!this.#answers.has(text)) {
        this.#request = new AbortController();
        const url = `${this.url}?q=${encodeURIComponent(text)}`;
        const response = await fetch(url, { signal: this.#request.signal });
        if (!response.ok) return this.#close();
        const answer = document.createElement("template");
        answer.innerHTML = await response.text();
        this.#answers.set(text, answer.content);
      }
    } catch {
      return; // typed on, or no network: there is a button
    }
    if (text === this.#text && document.activeElement === this.input) this.#show(this.#answers.get(text));
  }

  #show(answer) {
    this.list.replaceChildren(...answer.cloneNode(true).querySelectorAll("li"));
    this.#active = -1;
    this.#options.forEach((option, number) => (option.id = `${this.list.id}-${number}`));
    this.status.textContent = answer.querySelector("p")?.textContent ?? "";
    this.#open();
  }

  get #options() {
    return [...this.list.children];
  }
  get #isOpen() {
    return !this.list.hidden;
  }
  #open() {
    this.list.hidden = !this.#options.length;
    this.input.setAttribute("aria-expanded", String(this.#isOpen));
  }
  #close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#choose(-1);
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }

  #choose(number) {
    this.#active = number;
    this.#options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const option = this.#options[number];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  #pressed(event) {
    if (event.isComposing) return;
    const { key, altKey } = event;
    const last = this.#options.length - 1;
    if ((key === "ArrowDown" || key === "ArrowUp") && last >= 0 && this.#text.length >= SHORTEST) {
      event.preventDefault();
      if (altKey) return key === "ArrowDown" ? this.#open() : this.#close();
      this.#open();
      // Past either end comes the box itself, with what was typed.
      const next = this.#active + (key === "ArrowDown" ? 1 : -1);
      this.#choose(next > last ? -1 : next < -1 ? last : next);
    } else if (key === "Escape" && this.#isOpen) {
      event.preventDefault(); // what was typed stays
      this.#close();
    } else if (key === "Enter" && this.#isOpen && this.#active >= 0) {
      event.preventDefault();
      this.#follow(this.#options[this.#active]);
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) this.#choose(-1);
  }

  #follow(option) {
    if (!option) return;
    this.#close();
    this.follow(option);
  }
}
