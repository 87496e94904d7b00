// Small means to make and change nodes. Text always goes in as text.
export const at = id => document.getElementById(id);

export function put(node, text, property = "textContent") {
  if (node[property] !== text) node[property] = text;
}

// make("p", { className: "why", hidden: true, "aria-live": "polite", onclick() {} }, "text", node)
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-") && name !== "list" && name !== "spellcheck") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

// Replaces what is in a node only when what it is made of has changed, so that focus, selection and scrolling stay.
const madeOf = new WeakMap();
export function fill(node, from, makeChildren) {
  const text = JSON.stringify(from) ?? "";
  if (madeOf.get(node) === text) return;
  madeOf.set(node, text);
  node.replaceChildren(...[makeChildren()].flat().filter(Boolean));
}

let sayNext = null;
export function announce(text) {
  const region = at("announce");
  if (!region) return;
  region.textContent = "";
  clearTimeout(sayNext);
  sayNext = setTimeout(() => { region.textContent = text; }, 50);
}
