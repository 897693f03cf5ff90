// Language and theme: remembered, and otherwise the browser's (the server speaks its language already). And where to begin, until
// somebody has logged in here. None of it is of any use to the WASM, and so it works before that is there.

const root = document.documentElement, remembered = (name) => storeItem('oa-mini:' + name);

const settings = {
  lang(lang = root.dataset.lang == 'en' ? 'zh' : 'en') {
    root.dataset.lang = lang;
    root.lang = lang == 'en' ? lang : 'zh-CN';
    return lang;
  },
  theme(theme = (root.dataset.theme ?? (matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light')) == 'dark' ? 'light' : 'dark') {
    return root.dataset.theme = theme;
  },
};
for (const name in settings) {
  const value = remembered(name);
  value && settings[name](value);
  $(`[data-do=${name}]`).onclick = () => storeSet('oa-mini:' + name, settings[name]());
}
if (!remembered('known')) {
  root.dataset.coach = '';
  // told with the first tab too; the phone draws it anew, without, as soon as it is tapped
  domSetAttribute('[data-tab=ucenter]', 'aria-describedby', 'coach');
}
