"""code2Session, and the phone number that the phone sends encrypted."""

import base64
import json
from typing import NamedTuple

import aiohttp
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from errors import failure, failure_of_wechat

# A phone number is accepted for ten minutes, and a minute from the future.
PHONE_LIFETIME_S = 600
CLOCK_SKEW_S = 60


class Phone(NamedTuple):
    country_code: str
    number: str

    def shown(self) -> str:
        return self.number if self.country_code == "86" else f"+{self.country_code}{self.number}"


class WeChat:
    def __init__(self, base_url: str, app_id: str, secret: str) -> None:
        # httpx, which FastAPI's documents name, needs milliseconds a call where many are under way
        connector = aiohttp.TCPConnector(limit=64)
        self.client = aiohttp.ClientSession(base_url, connector=connector, timeout=aiohttp.ClientTimeout(total=5))
        self.app_id = app_id
        self.secret = secret

    async def code2session(self, code: str) -> tuple[str, bytes]:
        query = {
            "appid": self.app_id,
            "secret": self.secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        try:
            async with self.client.get("/sns/jscode2session", params=query) as response:
                # WeChat calls its JSON plain text
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as cause:
            raise failure(714) from cause
        if answer.get("errcode"):
            raise failure_of_wechat(answer["errcode"])
        if not answer.get("openid") or not answer.get("session_key"):
            raise failure(714)
        return answer["openid"], base64.b64decode(answer["session_key"])

    def decrypt_phone(self, keys: list[bytes], encrypted_data: str, iv: str, now_ms: int) -> Phone:
        """Tries the keys of a user in turn."""
        for key in keys:
            try:
                plain = json.loads(decrypt(key, base64.b64decode(encrypted_data), base64.b64decode(iv)))
            except ValueError:
                continue
            return self.phone(plain, now_ms)
        raise failure(715)

    def phone(self, plain: dict, now_ms: int) -> Phone:
        watermark = plain.get("watermark") or {}
        if watermark.get("appid") != self.app_id:
            raise failure(716)
        age = now_ms / 1000 - watermark.get("timestamp", 0)
        if not -CLOCK_SKEW_S <= age <= PHONE_LIFETIME_S:
            raise failure(717)
        return Phone(str(plain["countryCode"]), str(plain["purePhoneNumber"]))


def decrypt(key: bytes, data: bytes, iv: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = PKCS7(128).unpadder()
    return unpadder.update(decryptor.update(data) + decryptor.finalize()) + unpadder.finalize()
