"""Starts the WeChat double and drives its phone, for the test of one SDK."""

import json
import os
import subprocess
import unittest
import urllib.request

LIN = "12066600001"


class DoubleTest(unittest.TestCase):
    """A test against a fresh world of the double. `SDK` is the column of the table in the double's README."""

    SDK = ""

    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen(
            [os.environ["OA_MINI_BINARY"], "wechat-double", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
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

    def double(self, call, /, **body):
        """A call of a phone or a test, which is not part of the SDK."""
        return self._send(call, json.dumps(body).encode())

    def journal(self):
        """Path and errcode of every call that the SDK has made."""
        calls = self._send("control/journal")
        return [(call["path"], call.get("errcode")) for call in calls if not call["path"].startswith("/_double/")]

    def phone_data(self):
        return self.double("phone/getPhoneNumber", user="lin")

    def profile(self):
        return self.double("phone/getUserProfile", user="lin", desc="用于完善会员资料", lang="zh_CN")

    def result(self, operation, outcome="✓"):
        """Notes what became of an operation: ✓, ✗, or `text` for an errcode that is only part of a message."""
        if path := os.environ.get("SDK_RESULTS"):
            with open(path, "a", encoding="utf-8") as results:
                results.write(f"{self.SDK}\t{operation}\t{outcome}\n")

    def _send(self, call, body=None):
        request = urllib.request.Request(f"{self.base}/_double/{call}", body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)
