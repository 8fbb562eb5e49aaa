// Word, Excel and web pages copy a table as HTML or as text with tabs: pasted into a cell, it fills the table of a lesson.
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  const tidy = (text) => text.replace(/\s+/g, " ").trim();

  const wordsOf = (cell) => {
    for (const line of cell.querySelectorAll("p, div, li, br")) line.after(" ");
    return tidy(cell.textContent);
  };

  /** Rows of cells; the words of merged cells stand in the first of them. */
  const cellsOf = (table) => {
    const lines = Array.from(table.rows, () => []);
    Array.from(table.rows).forEach((row, y) => {
      for (const cell of row.cells) {
        let x = 0;
        while (lines[y][x] !== undefined) x += 1;
        for (const line of lines.slice(y, y + Math.max(cell.rowSpan, 1)))
          for (let dx = 0; dx < cell.colSpan; dx += 1) line[x + dx] = "";
        lines[y][x] = wordsOf(cell);
      }
    });
    return lines;
  };

  /** Rows of cells from what was copied; a single cell or plain words are no table. */
  const tableIn = (clipboard) => {
    const copied = new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html");
    const table = copied.querySelector("table");
    const text = clipboard.getData("text/plain").trimEnd();
    if (table) return cellsOf(table);
    return text.includes("\t") ? text.split(/\r?\n/).map((line) => line.split("\t").map(tidy)) : [];
  };

  const widthOf = (lines) => Math.max(0, ...lines.map((line) => line.length));

  class Table {
    constructor({ head, rows }, { mostColumns, mostRows, words }) {
      Object.assign(this, { head, rows, mostColumns, mostRows, words });
    }

    /** The lists of cells, that of the columns' names first. */
    get lists() {
      return [this.head, ...this.rows.children.map((row) => row.block.childBlocks.cells)];
    }

    placeOf(input) {
      const holds = (each) => each.element.contains(input);
      const y = this.lists.findIndex((list) => list.children.some(holds));
      return y < 0 ? null : { x: this.lists[y].children.findIndex(holds), y };
    }

    paste(event) {
      const place = this.placeOf(event.target);
      const pasted = tableIn(event.clipboardData);
      const columns = widthOf(pasted);
      if (!place || pasted.length * columns < 2) return;
      event.preventDefault();
      const before = this.lists.map((list) => list.getValue());
      const width = Math.max(widthOf(before), place.x + columns);
      const height = Math.max(before.length, place.y + pasted.length);
      if (width > this.mostColumns || height - 1 > this.mostRows) {
        window.alert(this.words.tooBig);
        return;
      }
      const pastedAt = (x, y) => pasted[y - place.y]?.[x - place.x];
      const isLost = (value, x, y) => value && value !== (pastedAt(x, y) ?? value);
      const losesWords = before.some((line, y) => line.some((value, x) => isLost(value, x, y)));
      if (losesWords && !window.confirm(this.words.replace)) return;
      for (let y = before.length; y < height; y += 1)
        this.rows.insert({ cells: [] }, y - 1);
      this.lists.forEach((list, y) => {
        for (let x = 0; x < width; x += 1) setCell(list, x, pastedAt(x, y));
      });
    }
  }

  /** A cell that is there keeps its id, to which translations hold on. */
  const setCell = (list, x, value) => {
    if (x >= list.children.length) list.insert(value ?? "", x);
    else if (value !== undefined) list.children[x].block.setState(value);
  };

  class TableBlockDefinition extends StructBlockDefinition {
    render(...place) {
      const block = super.render(...place);
      const table = new Table(block.childBlocks, this.meta);
      block.container[0].addEventListener("paste", (event) => table.paste(event));
      return block;
    }
  }

  window.telepath.register("courses.catalogue.TableBlock", TableBlockDefinition);
})();
