"use strict";
(() => {
  const form = document.getElementById("filters");
  const openAll = () => document.querySelectorAll("details:not([open])").forEach((box) => {
    box.open = true;
    box.dataset.printed = "";
  });
  const closeAgain = () => document.querySelectorAll("details[data-printed]").forEach((box) => {
    box.open = false;
    delete box.dataset.printed;
  });
  window.addEventListener("beforeprint", openAll);
  window.addEventListener("afterprint", closeAgain);

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = target && target.closest("details");
    if (box && !box.open) {
      box.open = true;
      target.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", reveal);
  if (!form) return;

  const by = (name) => document.getElementById("f-" + name);
  const text = by("text");
  const output = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const cards = Array.from(document.querySelectorAll(".card"), (element) => ({
    element,
    category: element.dataset.category,
    model: element.dataset.model,
    words: null,
    findings: Array.from(element.querySelectorAll(".finding"), (finding) => ({ element: finding, ...finding.dataset })),
  }));
  const total = cards.reduce((sum, card) => sum + card.findings.length, 0);
  const chosen = (name) => (by(name) ? by(name).value : "");
  const count = (number, one, many) => number.toLocaleString("en") + " " + (number === 1 ? one : many);

  const fits = (card, words) => {
    if (words.length === 0) return true;
    if (card.words === null) card.words = card.element.textContent.toLowerCase();
    return words.every((word) => card.words.includes(word));
  };

  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [verdict, harm, category, rule, model] = ["verdict", "harm", "category", "rule", "model"].map(chosen);
    let findings = 0;
    let answers = 0;
    for (const card of cards) {
      const here = (!category || card.category === category || card.category.startsWith(category + "/"))
        && (!model || card.model === model) && fits(card, words);
      let visible = 0;
      for (const finding of card.findings) {
        const keep = here && (!verdict || finding.verdict === verdict) && (!harm || finding.harm === harm)
          && (!rule || finding.rule === rule);
        if (finding.element.hidden === keep) finding.element.hidden = !keep;
        if (keep) visible += 1;
      }
      if (card.element.hidden !== (visible === 0)) card.element.hidden = visible === 0;
      findings += visible;
      answers += visible > 0 ? 1 : 0;
    }
    output.textContent = "showing " + findings.toLocaleString("en") + " of " + count(total, "finding", "findings")
      + ", in " + count(answers, "answer", "answers");
    nothing.hidden = findings > 0;
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  };
  form.hidden = false;
  form.addEventListener("input", (event) => (event.target === text ? soon() : apply()));
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const picked = event.target.closest("[data-pick]");
    if (!picked) return;
    form.reset();
    by("rule").value = picked.dataset.pick;
    apply();
  });
  apply();
  reveal();
})();
