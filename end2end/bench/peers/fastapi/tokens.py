"""Where sessions are kept: in this process, as the tutorials have it, or in the database."""

import hashlib
import secrets
from collections import deque

from errors import failure

DAY_MS = 24 * 3_600_000
IDLE_MS = 7 * DAY_MS
ABSOLUTE_MS = 30 * DAY_MS
# A session in use is written once a minute.
TOUCH_MS = 60_000
MAX_SESSIONS = 20


def new_token() -> str:
    return "oa_" + secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def active(status: int) -> None:
    if status != 0:
        raise failure(719)


class DatabaseTokens:
    def __init__(self, store) -> None:
        self.store = store

    def stored(self, token: str) -> bytes | None:
        return hash_of(token)

    def opened(self, token: str, user_id: int, now_ms: int) -> None:
        pass

    async def authenticate(self, token: str, now_ms: int) -> int:
        return (await self.used(await self.store.session(hash_of(token), now_ms), now_ms))[2]

    async def counts(self, token: str, now_ms: int) -> tuple[int, int]:
        found = await self.used(await self.store.session_and_counts(hash_of(token), now_ms), now_ms)
        return found[4], found[5]

    async def used(self, found, now_ms: int):
        if found is None:
            raise failure(501)
        session_id, last_seen_ms, _, status = found[:4]
        active(status)
        if now_ms - last_seen_ms >= TOUCH_MS:
            await self.store.touch(session_id, now_ms, now_ms + IDLE_MS)
        return found

    async def end(self, token: str, now_ms: int) -> None:
        if not await self.store.end_session(hash_of(token), now_ms):
            raise failure(501)


class MemoryTokens:
    def __init__(self, store) -> None:
        self.store = store
        self.sessions: dict[str, list[int]] = {}
        self.of_user: dict[int, deque[str]] = {}

    def stored(self, token: str) -> bytes | None:
        return None

    def opened(self, token: str, user_id: int, now_ms: int) -> None:
        """Beyond the limit the user's oldest session ends."""
        self.sessions[token] = [user_id, now_ms + IDLE_MS, now_ms + ABSOLUTE_MS]
        own = self.of_user.setdefault(user_id, deque())
        own.append(token)
        if len(own) > MAX_SESSIONS:
            self.sessions.pop(own.popleft(), None)

    def find(self, token: str, now_ms: int) -> int:
        session = self.sessions.get(token)
        if session is None or now_ms > session[1] or now_ms > session[2]:
            raise failure(501)
        session[1] = now_ms + IDLE_MS
        return session[0]

    async def authenticate(self, token: str, now_ms: int) -> int:
        user_id = self.find(token, now_ms)
        active((await self.store.status(user_id))[0])
        return user_id

    async def counts(self, token: str, now_ms: int) -> tuple[int, int]:
        status, meetings, votes = await self.store.counts_of_user(self.find(token, now_ms))
        active(status)
        return meetings, votes

    async def end(self, token: str, now_ms: int) -> None:
        user_id = self.find(token, now_ms)
        del self.sessions[token]
        self.of_user[user_id].remove(token)
