"""Python's wechatpy against the standalone WeChat double, as an independent backend would use it.

Only base URLs are changed. wechatpy 1.8.18 hard-codes the address of its token, so that one method is overridden.
"""

import hashlib
import json
import subprocess
import sys
import unittest
import urllib.request

from wechatpy import WeChatClient
from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import WeChatClientException

BINARY = sys.argv.pop(1)


class Client(WeChatClient):
    """The SDK with another base URL."""

    def __init__(self, base, appid, secret):
        super().__init__(appid, secret)
        self.base = base
        self.API_BASE_URL = f"{base}/cgi-bin/"
        self.wxa.API_BASE_URL = f"{base}/"

    def fetch_access_token(self):
        grant = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(url=f"{self.base}/cgi-bin/token", params=grant)


class WechatpyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen(
            [BINARY, "wechat-double", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
        )
        # wechat-double: URL appid=… secret=…
        _, cls.base, appid, secret = cls.process.stdout.readline().split()
        cls.appid, cls.secret = appid.removeprefix("appid="), secret.removeprefix("secret=")

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.wait(10)
        cls.process.stdout.close()

    def setUp(self):
        self.double("control/reset")
        self.client = Client(self.base, self.appid, self.secret)

    def double(self, call, /, **body):
        """A call of a phone or a test, which is not part of the SDK."""
        request = urllib.request.Request(
            f"{self.base}/_double/{call}", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def session(self, user="lin"):
        return self.client.wxa.code_to_session(self.double("phone/login", user=user)["code"])

    def errcode(self, call, *arguments):
        with self.assertRaises(WeChatClientException) as caught:
            call(*arguments)
        return caught.exception.errcode

    def test_login(self):
        with urllib.request.urlopen(f"{self.base}/_double/users", timeout=10) as answer:
            lin = next(user for user in json.load(answer) if user["user"] == "lin")
        session = self.session()
        self.assertEqual((session["openid"], session["unionid"]), (lin["openid"], lin["unionid"]))
        self.assertEqual(session["session_key"], self.session()["session_key"])

    def test_a_code_works_once_and_only_here(self):
        code = self.double("phone/login", user="lin")["code"]
        self.client.wxa.code_to_session(code)
        self.assertEqual(self.errcode(self.client.wxa.code_to_session, code), 40163)
        self.assertEqual(self.errcode(self.client.wxa.code_to_session, "no-such-code"), 40029)

    def test_a_wrong_secret(self):
        wrong = Client(self.base, self.appid, "0" * 32)
        self.assertEqual(self.errcode(wrong.wxa.code_to_session, "x"), 40125)

    def test_phone_data_decrypts_under_the_current_key_alone(self):
        data = self.double("phone/getPhoneNumber", user="lin")

        def decrypt():
            crypto = WeChatWxaCrypto(self.session()["session_key"], data["iv"], self.appid)
            return crypto.decrypt_message(data["encryptedData"])

        number = decrypt()
        self.assertEqual(number["purePhoneNumber"], "12066600001")
        self.assertEqual(number["watermark"]["appid"], self.appid)
        self.double("control/rotate-key", user="lin")
        self.assertRaises(Exception, decrypt)

    def test_a_profile_is_signed_and_encrypted(self):
        profile = self.double("phone/getUserProfile", user="lin", desc="用于完善会员资料", lang="zh_CN")
        key = self.session()["session_key"]
        digest = hashlib.sha1((profile["rawData"] + key).encode()).hexdigest()
        self.assertEqual(profile["signature"], digest)
        decrypted = WeChatWxaCrypto(key, profile["iv"], self.appid).decrypt_message(profile["encryptedData"])
        self.assertEqual(decrypted["nickName"], profile["userInfo"]["nickName"])

    def test_phone_by_code(self):
        openid = self.session()["openid"]

        def exchange(code):
            return self.client.wxa._post("wxa/business/getuserphonenumber", data={"code": code, "openid": openid})

        code = self.double("phone/getPhoneNumber", user="lin")["code"]
        self.assertEqual(exchange(code)["phone_info"]["purePhoneNumber"], "12066600001")
        self.assertEqual(self.errcode(exchange, code), 40029)

    def test_a_dead_access_token_is_fetched_anew_by_the_sdk(self):
        self.session()
        before = self.client.access_token
        self.double("control/fault", path="/wxa/business/getuserphonenumber", times=1, errcode=42001)
        code = self.double("phone/getPhoneNumber", user="lin")["code"]
        answer = self.client.wxa._post("wxa/business/getuserphonenumber", data={"code": code})
        self.assertEqual(answer["errcode"], 0)
        self.assertNotEqual(before, self.client.access_token)

    def test_the_minutes_quota(self):
        self.double("control/quota", login_per_minute=2)
        self.session(), self.session()
        self.assertEqual(self.errcode(self.session), 45011)


if __name__ == "__main__":
    unittest.main(verbosity=2)
