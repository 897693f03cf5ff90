"""MariaDB by asyncmy, each statement prepared once a connection."""

from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncmy
from asyncmy.constants import CLIENT
from asyncmy.errors import IntegrityError, OperationalError

from store import USER, Duplicate, Store, Transient

SESSION = "s.id, s.last_seen_ms, u.id, u.status"
OF_TOKEN = "FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash = %s AND s.idle_ends_ms > %s"
DEADLOCK = 1213


def both(table: str) -> str:
    """Two numbers in one, role 0 below and role 1 from bit 32 on: one subselect a table, as oa-mini has it."""
    return (
        "(SELECT CAST(coalesce(sum(CASE role WHEN 0 THEN 1 ELSE 4294967296 END), 0) AS SIGNED) "
        f"FROM {table} WHERE user_id = u.id)"
    )


COUNTS = f"{both('meeting_member')}, {both('vote_member')}"
SQL = {
    "find_user": f"SELECT {USER} FROM user WHERE realm = %s AND openid = %s FOR UPDATE",
    "refresh_user": "UPDATE user SET nick_name = %s, avatar = %s, last_login_ms = %s, last_login_ip = %s, "
    "updated_ms = %s WHERE id = %s",
    "insert_user": "INSERT INTO user (realm, openid, nick_name, avatar, gender, country, province, city, language, "
    "last_login_ms, last_login_ip, created_ms, updated_ms) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
    "renew_key": "UPDATE session_key SET created_ms = %s WHERE user_id = %s AND fingerprint = %s",
    "insert_key": "INSERT INTO session_key (user_id, key_id, sealed, fingerprint, created_ms) "
    "VALUES (%s, 'plain', %s, %s, %s)",
    "drop_old_keys": "DELETE k FROM session_key k JOIN (SELECT id FROM session_key WHERE user_id = %s "
    "ORDER BY created_ms DESC LIMIT 100 OFFSET 3) old ON old.id = k.id",
    "keys": "SELECT sealed FROM session_key WHERE user_id = %s ORDER BY created_ms DESC LIMIT 3",
    "open_session": "INSERT INTO session (user_id, public_id, token_hash, device, ip, created_ms, last_seen_ms, "
    "idle_ends_ms, absolute_ends_ms) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
    "trim_sessions": "DELETE s FROM session s JOIN (SELECT id FROM session WHERE user_id = %s "
    "ORDER BY last_seen_ms DESC, idle_ends_ms DESC, id DESC LIMIT 100 OFFSET 20) old ON old.id = s.id",
    "end_session": "DELETE FROM session WHERE token_hash = %s AND idle_ends_ms > %s",
    "touch": "UPDATE session SET last_seen_ms = %s, idle_ends_ms = least(%s, absolute_ends_ms) WHERE id = %s",
    "session": f"SELECT {SESSION} {OF_TOKEN}",
    "counts": f"SELECT {SESSION}, {COUNTS} {OF_TOKEN}",
    "status": "SELECT status FROM user WHERE id = %s",
    "counts_of_user": f"SELECT u.status, {COUNTS} FROM user u WHERE u.id = %s",
    "bind_phone": "UPDATE user SET country_code = %s, phone = %s, updated_ms = %s WHERE id = %s",
}


class Statements:
    """On one connection."""

    def __init__(self, connection) -> None:
        self.connection = connection

    @asynccontextmanager
    async def executed(self, name: str, values: tuple):
        async with self.connection.cursor() as cursor:
            try:
                await cursor.execute(SQL[name], values)
            except IntegrityError as refused:
                raise Duplicate from refused
            except OperationalError as failed:
                raise (Transient if failed.args[0] == DEADLOCK else RuntimeError) from failed
            yield cursor

    async def first(self, name: str, *values):
        async with self.executed(name, values) as cursor:
            return await cursor.fetchone()

    async def all(self, name: str, *values):
        async with self.executed(name, values) as cursor:
            return await cursor.fetchall()

    async def run(self, name: str, *values) -> int:
        async with self.executed(name, values) as cursor:
            return cursor.rowcount

    async def insert(self, name: str, *values) -> int:
        async with self.executed(name, values) as cursor:
            return cursor.lastrowid


class MariaDb(Store):
    sql = SQL

    def __init__(self, pool) -> None:
        self.pool = pool

    @classmethod
    async def open(cls, url: str, connections: int) -> "MariaDb":
        parts = urlsplit(url)
        pool = await asyncmy.create_pool(
            host=parts.hostname, port=parts.port, user=parts.username, password=parts.password,
            database=parts.path[1:], minsize=connections, maxsize=connections, autocommit=True, charset="utf8mb4",
            stmt_cache_size=len(SQL), client_flag=CLIENT.FOUND_ROWS,
            # no gap locks, as oa-mini has it
            init_command="SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        )
        return cls(pool)

    async def first(self, name: str, *values):
        async with self.pool.acquire() as connection:
            return await Statements(connection).first(name, *values)

    async def all(self, name: str, *values):
        async with self.pool.acquire() as connection:
            return await Statements(connection).all(name, *values)

    async def run(self, name: str, *values) -> int:
        async with self.pool.acquire() as connection:
            return await Statements(connection).run(name, *values)

    @asynccontextmanager
    async def transaction(self):
        async with self.pool.acquire() as connection:
            await connection.begin()
            try:
                yield Statements(connection)
            except BaseException:
                await connection.rollback()
                raise
            await connection.commit()
