// Wagtail makes an address from a title and drops the letters of Kyrgyz that Russian has not: say them in Latin first.
const LETTERS = { ң: "ng", ө: "o", ү: "u" };

const inLatin = (title) =>
  title.replace(/[ңөү]/gi, (letter) => LETTERS[letter.toLowerCase()]);

for (const moment of ["w-sync:apply", "w-sync:check"]) {
  document.addEventListener(
    moment,
    ({ target, detail }) => {
      if (target.name === "slug" && detail?.value) detail.value = inLatin(detail.value);
    },
    { capture: true },
  );
}
