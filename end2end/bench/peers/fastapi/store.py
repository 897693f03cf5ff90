"""What the calls read and write, on whichever database: a subclass has its driver and its statements."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import NamedTuple

from errors import failure
from tokens import ABSOLUTE_MS, IDLE_MS
from wechat import Phone

PLACEHOLDER = "微信用户"
# A deadlock, or another first login of the same user: the transaction is run again.
ATTEMPTS = 3

USER = (
    "id, nick_name, avatar, gender, country, province, city, language, country_code, phone, level, status, created_ms"
)


class Profile(NamedTuple):
    nick_name: str
    avatar: str
    gender: int
    country: str
    province: str
    city: str
    language: str


class User(NamedTuple):
    id: int
    profile: Profile
    phone: Phone | None
    level: int
    status: int
    created_ms: int


@dataclass
class Login:
    realm: str
    openid: str
    session_key: bytes
    token_hash: bytes | None
    profile: Profile
    device: str
    ip: str
    now_ms: int


class Duplicate(Exception):
    """A unique index refused a row."""


class Transient(Exception):
    """Worth another try."""


def text(value: str | bytes) -> str:
    """MariaDB has bytes where what identifies somebody is stored."""
    return value.decode() if isinstance(value, bytes) else value


def user_of(row) -> User:
    phone = None if row[9] is None else Phone(text(row[8]), text(row[9]))
    return User(row[0], Profile(*row[1:8]), phone, *row[10:13])


class Store:
    # name to statement
    sql: dict[str, str]

    async def session(self, token_hash: bytes, now_ms: int):
        return await self.first("session", token_hash, now_ms)

    async def session_and_counts(self, token_hash: bytes, now_ms: int):
        return await self.first("counts", token_hash, now_ms)

    async def status(self, user_id: int):
        return await self.first("status", user_id)

    async def counts_of_user(self, user_id: int):
        return await self.first("counts_of_user", user_id)

    async def touch(self, session_id: int, now_ms: int, idle_ends_ms: int) -> None:
        await self.run("touch", now_ms, idle_ends_ms, session_id)

    async def end_session(self, token_hash: bytes, now_ms: int) -> bool:
        return await self.run("end_session", token_hash, now_ms) == 1

    async def keys(self, user_id: int) -> list[bytes]:
        return [row[0] for row in await self.all("keys", user_id)]

    async def bind_phone(self, user_id: int, phone: Phone, now_ms: int) -> None:
        try:
            await self.run("bind_phone", phone.country_code, phone.number, now_ms, user_id)
        except Duplicate as taken:
            raise failure(718) from taken

    async def login(self, login: Login) -> User:
        for left in reversed(range(ATTEMPTS)):
            try:
                async with self.transaction() as transaction:
                    return await self.write(transaction, login)
            except (Duplicate, Transient):
                if left == 0:
                    raise
        raise AssertionError

    async def write(self, transaction, login: Login) -> User:
        now = login.now_ms
        user = await self.refresh(transaction, login) or await self.create(transaction, login)
        fingerprint = hashlib.sha256(login.session_key).digest()[:16]
        if await transaction.run("renew_key", now, user.id, fingerprint) == 0:
            await transaction.run("insert_key", user.id, login.session_key, fingerprint, now)
            await transaction.run("drop_old_keys", user.id)
        if login.token_hash is not None:
            ends = (now, now, now + IDLE_MS, now + ABSOLUTE_MS)
            values = (user.id, secrets.token_bytes(16), login.token_hash, login.device, login.ip, *ends)
            await transaction.run("open_session", *values)
            await transaction.run("trim_sessions", user.id)
        return user

    async def refresh(self, transaction, login: Login) -> User | None:
        claim, now = login.profile, login.now_ms
        if "refresh_user" not in self.sql:
            values = (login.realm, login.openid, claim.nick_name, claim.avatar, now, login.ip)
            row = await transaction.first("find_user", *values)
        else:
            row = await transaction.first("find_user", login.realm, login.openid)
        if row is None:
            return None
        user = user_of(row)
        if user.status != 0:
            raise failure(719)
        if "refresh_user" in self.sql:
            stored = user.profile
            is_unnamed = stored.nick_name in ("", PLACEHOLDER)
            name = claim.nick_name if is_unnamed and claim.nick_name else stored.nick_name
            avatar = stored.avatar or claim.avatar
            await transaction.run("refresh_user", name, avatar, now, login.ip, now, user.id)
            user = user._replace(profile=stored._replace(nick_name=name, avatar=avatar))
        return user

    async def create(self, transaction, login: Login) -> User:
        now = login.now_ms
        values = (login.realm, login.openid, *login.profile, now, login.ip, now, now)
        return User(await transaction.insert("insert_user", *values), login.profile, None, 0, 0, now)
