"""The four calls."""

import logging
import os
import time
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from errors import Failure, failure
from store import Login, Profile, User
from tokens import IDLE_MS, DatabaseTokens, MemoryTokens, new_token
from wechat import WeChat

# As many connections as oa-mini has, all workers together.
CONNECTIONS = 16
CHINA = timezone(timedelta(hours=8))
LEVELS = ("普通用户", "会员", "区域代理")
LOW = 0xFFFF_FFFF


async def open_store(url: str, connections: int):
    # a driver is loaded only where it is used
    if url.startswith("mysql:"):
        from mariadb import MariaDb

        return await MariaDb.open(url, connections)
    from postgres import Postgres

    return await Postgres.open(url, connections)


@asynccontextmanager
async def lifespan(app: FastAPI):
    environment = os.environ
    connections = CONNECTIONS // int(environment.get("WORKERS", "1"))
    app.state.store = await open_store(environment["DATABASE_URL"], connections)
    kind = MemoryTokens if environment["TOKENS"] == "memory" else DatabaseTokens
    app.state.tokens = kind(app.state.store)
    app.state.wechat = WeChat(environment["WX_BASE_URL"], environment["WX_APP_ID"], environment["WX_APP_SECRET"])
    yield


app = FastAPI(lifespan=lifespan, openapi_url=None)


class Answer(JSONResponse):
    media_type = "application/json; charset=utf-8"

    def __init__(self, errno: int, errmsg: str, data: Any = None) -> None:
        content = {"errno": errno, "errmsg": errmsg}
        if data is not None:
            content["data"] = data
        super().__init__(content, headers={"cache-control": "no-store"})


@app.exception_handler(Failure)
async def refused(_request: Request, cause: Failure) -> Answer:
    return Answer(cause.errno, cause.errmsg)


@app.exception_handler(HTTPException)
async def unknown(request: Request, cause: HTTPException) -> Answer:
    return await refused(request, failure(cause.status_code if cause.status_code in (404, 405) else 402))


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, _cause: RequestValidationError) -> Answer:
    return await refused(request, failure(402))


@app.exception_handler(Exception)
async def internal(request: Request, cause: Exception) -> Answer:
    logging.error("a call failed", exc_info=cause)
    return await refused(request, failure(502))


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def china(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, CHINA)


async def token_of(request: Request) -> str:
    token = request.headers.get("x-oa-token")
    if not token:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        raise failure(501)
    return token


async def authenticated(request: Request, token: Annotated[str, Depends(token_of)]) -> int:
    return await request.app.state.tokens.authenticate(token, now_ms())


async def body_of(request: Request) -> dict:
    """A dependency, so that it is read after those before it: FastAPI itself reads a body first."""
    try:
        body = await request.json()
    except ValueError as cause:
        raise failure(402) from cause
    if not isinstance(body, dict):
        raise failure(402)
    return body


Body = Annotated[dict, Depends(body_of)]
Token = Annotated[str, Depends(token_of)]
UserId = Annotated[int, Depends(authenticated)]


@app.post("/oapro/wx/auth/login_by_weixin")
async def login_by_weixin(request: Request, body: Body) -> Answer:
    code, info = body.get("code"), body.get("userInfo")
    if code in (None, "") or info is None:
        raise failure(401)
    if not isinstance(code, str) or not isinstance(info, dict):
        raise failure(402)
    state = request.app.state
    openid, session_key = await state.wechat.code2session(code)
    token, now = new_token(), now_ms()
    ip = request.client.host if request.client else ""
    device = request.headers.get("user-agent", "")
    app_id = state.wechat.app_id
    user = await state.store.login(
        Login(app_id, openid, session_key, state.tokens.stored(token), claimed(info), device, ip, now)
    )
    state.tokens.opened(token, user.id, now)
    return succeed({"token": token, "tokenExpire": china(now + IDLE_MS).isoformat(), "userInfo": shown(user)})


@app.post("/oapro/wx/auth/bindPhone")
async def bind_phone(request: Request, user_id: UserId, body: Body) -> Answer:
    encrypted_data, iv = body.get("encryptedData"), body.get("iv")
    if not encrypted_data or not iv:
        raise failure(401)
    state, now = request.app.state, now_ms()
    phone = state.wechat.decrypt_phone(await state.store.keys(user_id), encrypted_data, iv, now)
    await state.store.bind_phone(user_id, phone, now)
    return succeed({"phone": phone.shown()})


@app.post("/oapro/wx/auth/logout")
async def logout(request: Request, token: Token) -> Answer:
    await request.app.state.tokens.end(token, now_ms())
    return succeed()


@app.get("/oapro/wx/user/index")
async def user_index(request: Request, token: Token) -> Answer:
    meetings, votes = await request.app.state.tokens.counts(token, now_ms())
    return succeed(
        {
            "metting_pubs": meetings & LOW,
            "metting_joins": meetings >> 32,
            "vote_pubs": votes & LOW,
            "vote_joins": votes >> 32,
        }
    )


def succeed(data: Any = None) -> Answer:
    return Answer(0, "成功", data)


def claimed(info: dict) -> Profile:
    """What is not usable in a claim is left out."""
    text = {name: value.strip() for name, value in info.items() if isinstance(value, str)}
    avatar = text.get("avatarUrl", "")
    is_ours = avatar.startswith("https://") and ".qlogo.cn/" in avatar
    gender = info.get("gender") if info.get("gender") in (1, 2) else 0
    rest = (text.get(name, "") for name in ("country", "province", "city", "language"))
    return Profile(text.get("nickName", ""), avatar if is_ours else "", gender, *rest)


def shown(user: User) -> dict:
    profile = user.profile
    info = {
        "userId": user.id,
        "nickName": profile.nick_name,
        "avatarUrl": profile.avatar,
        "gender": profile.gender,
        "country": profile.country,
        "province": profile.province,
        "city": profile.city,
        "language": profile.language,
        "registerDate": china(user.created_ms).date().isoformat(),
        "status": user.status,
        "userLevel": user.level,
        "userLevelDesc": LEVELS[user.level] if 0 <= user.level < len(LEVELS) else "",
    }
    if user.phone:
        info["phone"] = user.phone.shown()
    return info
