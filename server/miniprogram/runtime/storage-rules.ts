// What the phone's storage takes from a mini-program. The frame refuses the rest at once, as WeChat does; the host does not rely on it.

/** What the demo page keeps for itself begins with this; `OWN_PREFIX` of app/src/wx/storage.rs. */
export const OWN_PREFIX = 'oa-mini:';
/** WeChat's limits: 1 MB a value, 10 MB a mini-program. In characters here, as localStorage has them. */
export const VALUE_LIMIT = 1_048_576;
export const TOTAL_LIMIT = 10 * VALUE_LIMIT;
