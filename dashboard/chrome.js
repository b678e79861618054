// Streamlit's own words are English only. This puts the few that a reader can meet in the language of the page, and keeps
// <html lang> right when the language is changed without a new page. Nothing is sent anywhere.
(() => {
  const dictionary = DICTIONARY;
  const languages = LANGUAGES;
  const attributes = ["aria-label", "aria-roledescription", "title", "placeholder", "alt"];
  const root = new URL("./", document.baseURI).href.replace(/\/$/, "");

  // Without this, a page opened by its own address asks for the server below that address first, and gets two 404s.
  window.__streamlit = { BACKEND_BASE_URL: root };

  const language = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    return languages.includes(asked) ? asked : languages[0];
  };

  // A button of a chart or table is called «Fullscreen: <what>», and the help of a figure «Help for <what>».
  const translated = (text) => {
    const whole = text.trim();
    if (whole in dictionary) return dictionary[whole];
    // The menu of a narrow screen ends with «8 more».
    const [, count, counted] = whole.match(/^(\d+ )(\w+)$/) ?? [];
    if (counted in dictionary) return count + dictionary[counted];
    const [, first, rest] = whole.match(/^([^:]{1,24})(: .*)$/s) ?? whole.match(/^(Help for)( .*)$/s) ?? [];
    return first in dictionary ? dictionary[first] + rest : undefined;
  };

  // The line in a key number is drawn without words, and the figures of it are in the charts and tables.
  const silent = "[data-testid=stMetricChart]";

  const hide = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches(silent)) node.setAttribute("aria-hidden", "true");
    node.querySelectorAll(silent).forEach((one) => one.setAttribute("aria-hidden", "true"));
  };

  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = translated(node.data);
      if (text !== undefined && text !== node.data) node.data = text;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    // What a page says is in its language already; the words of an uploader and of the menu only look like texts of the page.
    if (node.closest("[data-testid=stMarkdownContainer], canvas") && !node.closest("[data-testid=stFileUploader], header")) return;
    for (const name of attributes) {
      const text = node.hasAttribute(name) ? translated(node.getAttribute(name)) : undefined;
      if (text !== undefined && text !== node.getAttribute(name)) node.setAttribute(name, text);
    }
    node.childNodes.forEach(visit);
  };

  const look = (records) => {
    const now = language();
    if (document.documentElement.lang !== now) document.documentElement.lang = now;
    for (const record of records) record.addedNodes.forEach(hide);
    if (now !== "nb") return;
    for (const record of records) {
      if (record.type === "childList") record.addedNodes.forEach(visit);
      else visit(record.target);
    }
  };

  new MutationObserver(look).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: attributes,
  });
})();
