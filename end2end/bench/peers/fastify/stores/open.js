// The store of a DATABASE_URL. A driver is loaded only where it is used.
export async function openStore(url, connections) {
  if (url.startsWith('mysql:')) return (await import('./mariadb.js')).open(url, connections);
  if (url.startsWith('postgres')) return (await import('./postgres.js')).open(url, connections);
  return (await import('./sqlite.js')).open(url);
}

// A deadlock, or another first login of the same user: the transaction is run again.
const ATTEMPTS = 3;

export async function attempt(isTransient, work) {
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isTransient(error)) throw error;
    }
  }
}

export const USER_COLUMNS =
  'id, nick_name, avatar, gender, country, province, city, language, country_code, phone, level, status, created_ms';
