"""Verifies the coverage of a run by path and errno: a run with refusals only would prove little. Usage: reached.py FILE"""

import json
import os
import sys

seen = json.load(open(sys.argv[1], encoding="utf-8"))
for line in sorted(seen):
    print(f"  {seen[line]:5} {line}")
guarded = ["auth/bindPhone", "auth/profile", "auth/avatar", "auth/sessions", "auth/revoke", "auth/logout", "user/index"]
public = ["auth/login_by_weixin", "home/index", "swiperImgs", "meeting/list", "vote/list"]
with_token = os.environ["OA_TOKEN"] == "yes"
expected = [f"{path} {0 if with_token else 501}" for path in guarded] + [f"{path} 0" for path in public]
missing = [line for line in expected if line not in seen]
if missing:
    raise SystemExit(f"not covered: {', '.join(missing)}")
