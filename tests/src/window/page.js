// How a person finds things on the page: by what they are and what they are called, among what is to be seen.
const ROLES = {
  alert: '[role=alert]',
  article: 'article, [role=article]',
  button: 'button, [role=button], summary',
  checkbox: 'input[type=checkbox]:not([role]), [role=checkbox]',
  combobox: 'select, [role=combobox]',
  complementary: 'aside, [role=complementary]',
  dialog: 'dialog, [role=dialog], [role=alertdialog]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  link: 'a[href], [role=link]',
  list: 'ul, ol, [role=list], [role=listbox]',
  listitem: 'li, [role=listitem]',
  menuitem: '[role=menuitem], [role=menuitemradio], [role=menuitemcheckbox]',
  navigation: 'nav, [role=navigation]',
  option: 'option, [role=option]',
  radio: 'input[type=radio], [role=radio]',
  region: 'section, [role=region]',
  status: '[role=status], output',
  switch: '[role=switch]',
  tab: '[role=tab]',
  treeitem: '[role=treeitem]',
  textbox:
    'input:not([type]), input[type=text], input[type=password], input[type=search], input[type=tel], input[type=email], input[type=url], textarea, [role=textbox], [role=searchbox]',
};

const words = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

const isSeen = (element) =>
  element.checkVisibility({ opacityProperty: false, visibilityProperty: true }) &&
  !element.closest('[aria-hidden=true], [inert]');

function textOf(element) {
  const text = [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute('aria-hidden') === 'true') return '';
    return node.getAttribute('aria-label') ?? node.getAttribute('alt') ?? ` ${textOf(node)} `;
  });
  return words(text.join(''));
}

function nameOf(element) {
  const by = element.getAttribute('aria-labelledby');
  if (by) {
    const parts = by.split(/\s+/).map((id) => document.getElementById(id));
    return words(parts.map((part) => (part ? textOf(part) : '')).join(' '));
  }
  const label = element.getAttribute('aria-label') || element.getAttribute('alt');
  if (label) return words(label);
  if (element.labels?.length) return words([...element.labels].map(textOf).join(' '));
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) {
    return words(element.placeholder || element.title);
  }
  return textOf(element) || words(element.title);
}

function isCalled(element, name) {
  const its = nameOf(element);
  if (name.is !== undefined) return its === name.is;
  if (name.begins !== undefined) return its.startsWith(name.begins);
  if (name.has !== undefined) return its.includes(name.has);
  return true;
}

function all(role, name = {}, within = document) {
  return [...within.querySelectorAll(ROLES[role])].filter(
    (element) => isSeen(element) && isCalled(element, name),
  );
}

function one(role, name, within) {
  return all(role, name, within)[0] ?? null;
}

// The first words that an element says: of a card the name, of a column's heading the stage.
function firstWordsOf(element) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = words(texts.currentNode.data);
    if (text && !texts.currentNode.parentElement.closest('[aria-hidden=true]')) return text;
  }
  return '';
}

// Every card of the board, column by column from the top: a button in a list of the region of its stage.
function cards() {
  return all('region').flatMap((region) => {
    const heading = one('heading', {}, region);
    if (!heading) return [];
    return all('button', {}, region)
      .filter((card) => card.closest('li'))
      .map((card) => ({
        card,
        stage: firstWordsOf(heading),
        name: firstWordsOf(card),
        says: nameOf(card),
      }));
  });
}

function cardOf(name) {
  return cards().find((one) => one.name === name)?.card ?? null;
}

function stages() {
  const columns = all('region').map((region) => ({ region, heading: one('heading', {}, region) }));
  return columns
    .filter(({ heading }) => heading)
    .map(({ region, heading }) => ({ region, heading, title: firstWordsOf(heading) }));
}
