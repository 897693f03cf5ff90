// The browser's half of `address.rs`, in the script's own words.

// What a browser may refuse: storage where it is forbidden, an entry of the history too many. Then nothing happens.
const quietly = (work) => { try { return work(); } catch { } };

const addressPath = () => location.pathname;
const addressQuery = (name) => new URLSearchParams(location.search).get(name) || undefined;
const addressMeta = (name) => $(`meta[name=${name}]`)?.content;
const addressText = (id) => $('#' + id)?.textContent;
const addressTitle = (page) => { document.title = page + ' · oa-mini'; };
const addressPush = (state, path) => quietly(() => history.pushState(state, '', path));
const addressReplace = (state, path) => quietly(() => history.replaceState(state, '', path));
const addressState = () => String(history.state ?? '');
const addressGo = (delta) => history.go(delta);
const addressPopped = (heard) => addEventListener('popstate', ({ state }) => heard(String(state ?? '')));
const addressLeave = (from, to) => { if (location.hash == from) location.replace(to); };
