"""Python's wechatpy against the WeChat double, as an independent backend would use it.

wechatpy builds its URLs from class attributes, which a subclass replaces. It hard-codes the address of its token alone, so that one
method is overridden. It has no method for a phone code or a session's check, and none for a stable token: `get` and `post` are what it offers.
"""

import hashlib
import hmac
import unittest

import requests
from double import LIN, DoubleTest
from wechatpy import WeChatClient
from wechatpy.crypto import WeChatWxaCrypto
from wechatpy.exceptions import InvalidAppIdException, WeChatClientException

LOGIN = "/sns/jscode2session"
PHONE = "/wxa/business/getuserphonenumber"


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


class WechatpyTest(DoubleTest):
    SDK = "wechatpy"

    def setUp(self):
        super().setUp()
        self.client = Client(self.base, self.appid, self.secret)

    def session(self, user="lin"):
        return self.client.wxa.code_to_session(self.double("phone/login", user=user)["code"])

    def number(self, code):
        return self.client.post(f"{self.base}{PHONE}", data={"code": code})

    def decrypt(self, data):
        crypto = WeChatWxaCrypto(self.session()["session_key"], data["iv"], self.appid)
        return crypto.decrypt_message(data["encryptedData"])

    def refused(self, errcode, operation, call, *arguments):
        with self.assertRaises(WeChatClientException) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.errcode, errcode)
        self.result(operation)

    def test_login(self):
        lin = next(user for user in self._send("users") if user["user"] == "lin")
        session = self.session()
        self.assertEqual((session["openid"], session["unionid"]), (lin["openid"], lin["unionid"]))
        self.assertEqual(session["session_key"], self.session()["session_key"])
        self.result("login")

    def test_phone_by_data(self):
        data = self.phone_data()
        self.assertEqual(self.decrypt(data)["purePhoneNumber"], LIN)
        self.result("phone-data")
        self.double("control/rotate-key", user="lin")
        self.assertRaises(Exception, self.decrypt, data)
        self.result("old-key")

    def test_data_of_another_mini_program(self):
        self.double("control/watermark", appid="wxanother")
        self.assertRaises(InvalidAppIdException, self.decrypt, self.phone_data())
        self.result("foreign-watermark")

    def test_phone_by_code(self):
        code = self.phone_data()["code"]
        self.assertEqual(self.number(code)["phone_info"]["purePhoneNumber"], LIN)
        self.result("phone-code")
        self.refused(40029, "phone 40029", self.number, code)
        self.double("control/fault", path=PHONE, times=1, errcode=45009)
        self.refused(45009, "phone 45009", self.number, code)

    def test_profile(self):
        profile = self.profile()
        self.assertEqual(self.decrypt(profile)["nickName"], profile["userInfo"]["nickName"])
        self.result("profile-data")
        # not the SDK's: it has nothing that verifies a signature
        signed = profile["rawData"] + self.session()["session_key"]
        self.assertEqual(hashlib.sha1(signed.encode()).hexdigest(), profile["signature"])

    def test_token(self):
        self.client.fetch_access_token()
        self.assertEqual(self.journal(), [("/cgi-bin/token", 0)])
        self.assertEqual(self.number(self.phone_data()["code"])["errcode"], 0)
        self.result("token")
        self.refused(40125, "token 40125", Client(self.base, self.appid, "0" * 32).fetch_access_token)
        self.double("control/fault", path="/cgi-bin/token", times=1, errcode=40164)
        self.refused(40164, "token 40164", self.client.fetch_access_token)

    def test_a_token_that_wechat_forgot_is_fetched_anew(self):
        self.client.fetch_access_token()
        self.double("control/reset")
        self.assertEqual(self.number(self.phone_data()["code"])["errcode"], 0)
        self.assertEqual(self.journal(), [(PHONE, 40001), ("/cgi-bin/token", 0), (PHONE, 0)])
        self.result("renewal 40001")

    def test_a_token_that_expired_is_fetched_anew(self):
        self.client.fetch_access_token()
        self.double("control/clock", advance_s=7200)
        self.assertEqual(self.number(self.phone_data()["code"])["errcode"], 0)
        self.assertEqual(self.journal()[-3:], [(PHONE, 42001), ("/cgi-bin/token", 0), (PHONE, 0)])
        self.result("renewal 42001")

    def test_session_and_ciphertext(self):
        session = self.session()
        signature = hmac.new(session["session_key"].encode(), b"", hashlib.sha256).hexdigest()
        params = {"openid": session["openid"], "sig_method": "hmac_sha256", "signature": signature}
        check = f"{self.base}/wxa/checksession"
        self.assertEqual(self.client.get(check, params=dict(params))["errcode"], 0)
        with self.assertRaises(WeChatClientException) as caught:
            self.client.get(check, params=params | {"signature": "x"})
        self.assertEqual(caught.exception.errcode, 87009)
        self.result("check-session")
        digest = hashlib.sha256(self.phone_data()["encryptedData"].encode()).hexdigest()
        checked = self.client.post(f"{self.base}/wxa/business/checkencryptedmsg", data={"encrypted_msg_hash": digest})
        self.assertTrue(checked["vaild"])
        self.result("check-encrypted")
        renewed = self.client.get(f"{self.base}/wxa/resetusersessionkey", params=dict(params))
        self.assertNotEqual(renewed["session_key"], session["session_key"])
        self.result("reset-session")

    def test_what_a_login_is_refused_with(self):
        code = self.double("phone/login", user="lin")["code"]
        self.client.wxa.code_to_session(code)
        self.refused(40163, "login 40163", self.client.wxa.code_to_session, code)
        self.refused(40029, "login 40029", self.client.wxa.code_to_session, "no-such-code")
        self.double("control/users", user="mo", nickName="墨", phone="12066600099", highRisk=True)
        self.refused(40226, "login 40226", self.session, "mo")
        self.double("control/quota", login_per_minute=1)
        self.refused(45011, "login 45011", self.session)
        for errcode in (-1, 40164, 40243):
            self.double("control/fault", path=LOGIN, times=20, errcode=errcode)
            self.refused(errcode, f"login {errcode}", self.session)
            self.double("control/fault", path=LOGIN, times=0)

    def test_a_wrong_app_and_a_wrong_secret(self):
        for errcode, appid, secret in ((40013, "wx0000000000000000", self.secret), (40125, self.appid, "0" * 32)):
            wrong = Client(self.base, appid, secret)
            self.refused(errcode, f"login {errcode}", wrong.wxa.code_to_session, "x")

    def test_broken_responses(self):
        self.session()
        for name, fault in (("502", {"status": 502}), ("cut", {"cut": True})):
            self.double("control/fault", path=LOGIN, times=1, **fault)
            self.assertRaises((WeChatClientException, requests.RequestException), self.session)
            self.result(f"login {name}")
        # the response object itself in place of a session: a caller that asks for its openid fails there
        for name, fault in (("html", {"status": 200}), ("truncated", {"truncate": True})):
            self.double("control/fault", path=LOGIN, times=1, **fault)
            self.assertIsInstance(self.session(), requests.Response)
            self.result(f"login {name}", "✗")


if __name__ == "__main__":
    unittest.main(verbosity=2)
