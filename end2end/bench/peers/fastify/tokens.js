// Where sessions are kept: in this process, as the tutorials have it, or in the database.
import { createHash, randomBytes } from 'node:crypto';

import { failures } from './errors.js';

const DAY_MS = 24 * 3_600_000;
export const IDLE_MS = 7 * DAY_MS;
export const ABSOLUTE_MS = 30 * DAY_MS;
// A session in use is written once a minute.
const TOUCH_MS = 60_000;
const MAX_SESSIONS = 20;

export const newToken = () => `oa_${randomBytes(32).toString('base64url')}`;
export const hashOf = (token) => createHash('sha256').update(token).digest();

const active = (found) => {
  if (!found) throw failures.notSignedIn;
  if (found.status !== 0) throw failures.disabled;
  return found;
};

export class DatabaseTokens {
  constructor(store) {
    this.store = store;
  }

  // What a login writes with the user.
  session(token) {
    return { tokenHash: hashOf(token), publicId: randomBytes(16) };
  }

  opened() {}

  async authenticate(token, nowMs) {
    return this.used(active(await this.store.session(hashOf(token), nowMs)), nowMs);
  }

  async counts(token, nowMs) {
    return this.used(active(await this.store.sessionAndCounts(hashOf(token), nowMs)), nowMs);
  }

  async used(session, nowMs) {
    if (nowMs - session.last_seen_ms >= TOUCH_MS) await this.store.touch(session.id, nowMs, nowMs + IDLE_MS);
    return session;
  }

  async end(token, nowMs) {
    if (!(await this.store.endSession(hashOf(token), nowMs))) throw failures.notSignedIn;
  }
}

export class MemoryTokens {
  sessions = new Map();
  ofUser = new Map();

  constructor(store) {
    this.store = store;
  }

  session() {
    return undefined;
  }

  // Beyond the limit the user's oldest session ends.
  opened(token, userId, nowMs) {
    this.sessions.set(token, { userId, idleEnds: nowMs + IDLE_MS, ends: nowMs + ABSOLUTE_MS });
    const own = this.ofUser.get(userId) ?? [];
    own.push(token);
    if (own.length > MAX_SESSIONS) this.sessions.delete(own.shift());
    this.ofUser.set(userId, own);
  }

  find(token, nowMs) {
    const session = this.sessions.get(token);
    if (!session || nowMs > session.idleEnds || nowMs > session.ends) throw failures.notSignedIn;
    session.idleEnds = nowMs + IDLE_MS;
    return session.userId;
  }

  async authenticate(token, nowMs) {
    const userId = this.find(token, nowMs);
    active(await this.store.status(userId));
    return { user_id: userId };
  }

  async counts(token, nowMs) {
    return active(await this.store.countsOfUser(this.find(token, nowMs)));
  }

  async end(token, nowMs) {
    const userId = this.find(token, nowMs);
    this.sessions.delete(token);
    this.ofUser.set(userId, this.ofUser.get(userId).filter((other) => other !== token));
  }
}
