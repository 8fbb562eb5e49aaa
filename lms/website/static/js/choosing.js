// Pages of this site are chosen for a part of a case: suggested while one types, kept as rows that can be taken away.
// The form works without: the button of the box finds, and what is found is ticked.

class PageChooser extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector("ul.items");
    this.box = this.querySelector(".find input");
    this.status = [...this.querySelectorAll("[role=status]")].at(-1);
    this.addEventListener("click", (event) => this.#takeAway(event));
    this.addEventListener("focusin", () => this.#suggest());
    if (this.contains(document.activeElement)) this.#suggest();
  }

  async #suggest() {
    if (!this.box || this.suggestions) return;
    this.suggestions = true;
    try {
      const { Suggestions } = await import(this.dataset.module);
      this.suggestions = new Suggestions({
        input: this.box,
        place: this.box.parentElement,
        url: this.dataset.offers,
        label: this.dataset.label,
        follow: ({ dataset }) => this.#choose(dataset),
      });
    } catch {
      this.suggestions = null; // no network: there is a button, and the next time somebody comes here
    }
  }

  #choose({ name, title }) {
    this.box.value = "";
    if (!this.#lines.includes(name)) this.#add(this.#unused, { id: crypto.randomUUID(), line: name, title });
    this.#changed(this.dataset.added, title);
  }
  get #lines() {
    return [...this.rows.querySelectorAll("input[name$='-line']")].map((input) => input.value.split(/[?#]/)[0].replace(/\/$/, "").split("/").pop());
  }
  get #unused() {
    const numbers = [...this.querySelectorAll("input[name$='-line']")].map((input) => Number(input.name.split("-").at(-2)));
    return `${this.dataset.name}-${Math.max(-1, ...numbers) + 1}`;
  }
  #add(prefix, values) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    row.id = prefix;
    row.querySelector(".name").textContent = values.title;
    row.querySelector(".off").textContent = `: ${values.title}`;
    row.querySelector("button").value = prefix;
    Object.entries(values).forEach(([name, value], at) => Object.assign(row.querySelectorAll("input")[at], { name: `${prefix}-${name}`, value }));
    this.rows.append(row);
  }

  #takeAway(event) {
    const button = event.target.closest("button[name=less]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const title = row.querySelector("input[name$='-title']")?.value ?? row.querySelector("input[name$='-line']").value;
    row.remove();
    this.#changed(this.dataset.gone, title);
  }

  /** Said to those who do not see it, and kept as what was typed is. */
  #changed(words, title) {
    this.status.textContent = words.replace("%s", title);
    this.box?.focus();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** The rows of what waits on this phone, in place of those that the page came with. */
  fill(fields) {
    const waiting = new Map();
    for (const [field, line] of fields) {
      const prefix = field.startsWith(`${this.dataset.name}-`) && field.match(/^(.+-\d+)-line$/)?.[1];
      if (prefix) waiting.set(prefix, line);
    }
    for (const row of [...this.rows.children]) {
      const line = row.querySelector("input[name$='-line']").value;
      if (waiting.get(row.id) === line) waiting.delete(row.id);
      else row.remove();
    }
    for (const [prefix, line] of waiting) {
      this.#add(prefix, { id: fields.get(`${prefix}-id`) ?? "", line, title: fields.get(`${prefix}-title`) || line });
    }
  }
}

customElements.define("page-chooser", PageChooser);
