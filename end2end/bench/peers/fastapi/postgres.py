"""PostgreSQL by asyncpg, which prepares each statement once a connection."""

from contextlib import asynccontextmanager

import asyncpg

from store import USER, Duplicate, Store, Transient

SESSION = "s.id, s.last_seen_ms, u.id, u.status"
OF_TOKEN = " WHERE s.token_hash = $1 AND s.idle_ends_ms > $2"
BOTH = "count(*) FILTER (WHERE role = 0) + (count(*) FILTER (WHERE role = 1) << 32)"
JOINS = (
    f" CROSS JOIN LATERAL (SELECT {BOTH} AS meetings FROM meeting_member WHERE user_id = u.id) m"
    f" CROSS JOIN LATERAL (SELECT {BOTH} AS votes FROM vote_member WHERE user_id = u.id) v"
)
SQL = {
    # a name or an avatar is taken only where there is none yet
    "find_user": "UPDATE users SET nick_name = CASE WHEN $3 <> '' AND nick_name IN ('', '微信用户') THEN $3 "
    "ELSE nick_name END, avatar = CASE WHEN avatar = '' THEN $4 ELSE avatar END, last_login_ms = $5, last_login_ip = $6, "
    f"updated_ms = $5 WHERE realm = $1 AND openid = $2 RETURNING {USER}",
    "insert_user": "INSERT INTO users (realm, openid, nick_name, avatar, gender, country, province, city, language, "
    "last_login_ms, last_login_ip, created_ms, updated_ms) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
    "renew_key": "UPDATE session_key SET created_ms = $1 WHERE user_id = $2 AND fingerprint = $3",
    "insert_key": "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) "
    "VALUES ($1, 'plain', $2, $3, $4)",
    "drop_old_keys": "DELETE FROM session_key WHERE id IN (SELECT id FROM session_key WHERE user_id = $1 "
    "ORDER BY created_ms DESC OFFSET 3)",
    "keys": "SELECT sealed FROM session_key WHERE user_id = $1 ORDER BY created_ms DESC LIMIT 3",
    "open_session": "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, "
    "idle_ends_ms, absolute_ends_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    "trim_sessions": "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = $1 "
    "ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC OFFSET 20)",
    "end_session": "DELETE FROM session WHERE token_hash = $1 AND idle_ends_ms > $2",
    "touch": "UPDATE session SET last_seen_ms = $1, idle_ends_ms = least($2, absolute_ends_ms) WHERE id = $3",
    "session": f"SELECT {SESSION} FROM session s JOIN users u ON u.id = s.user_id{OF_TOKEN}",
    "counts": f"SELECT {SESSION}, meetings, votes FROM session s JOIN users u ON u.id = s.user_id{JOINS}{OF_TOKEN}",
    "status": "SELECT status FROM users WHERE id = $1",
    "counts_of_user": f"SELECT u.status, meetings, votes FROM users u{JOINS} WHERE u.id = $1",
    "bind_phone": "UPDATE users SET country_code = $1, phone = $2, updated_ms = $3 WHERE id = $4",
}


class Statements:
    """On one connection, or on the pool."""

    def __init__(self, connection) -> None:
        self.connection = connection

    async def first(self, name: str, *values):
        return await self.connection.fetchrow(SQL[name], *values)

    async def all(self, name: str, *values):
        return await self.connection.fetch(SQL[name], *values)

    async def run(self, name: str, *values) -> int:
        try:
            tag = await self.connection.execute(SQL[name], *values)
        except asyncpg.UniqueViolationError as refused:
            raise Duplicate from refused
        except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError) as failed:
            raise Transient from failed
        return int(tag.rsplit(" ", 1)[1])

    async def insert(self, name: str, *values) -> int:
        try:
            return (await self.first(name, *values))[0]
        except asyncpg.UniqueViolationError as refused:
            raise Duplicate from refused


async def keep(_connection) -> None:
    """Nothing here changes a connection's settings: no round trip to reset them."""


class Postgres(Statements, Store):
    sql = SQL

    @classmethod
    async def open(cls, url: str, connections: int) -> "Postgres":
        return cls(await asyncpg.create_pool(url, min_size=connections, max_size=connections, reset=keep))

    @asynccontextmanager
    async def transaction(self):
        async with self.connection.acquire() as connection, connection.transaction():
            yield Statements(connection)
