// The browser's half of `store.rs`, in the script's own words.

const storeItem = (key) => quietly(() => localStorage.getItem(key));
const storeSet = (key, value) => quietly(() => localStorage.setItem(key, value));
const storeRemove = (key) => quietly(() => localStorage.removeItem(key));
