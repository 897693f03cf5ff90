"""What the run reached, by path and errno: a run that only ever met a refusal would prove little. Usage: reached.py FILE"""

import json
import os
import sys

seen = json.load(open(sys.argv[1], encoding="utf-8"))
for line in sorted(seen):
    print(f"  {seen[line]:5} {line}")
guarded = ["auth/bindPhone", "auth/profile", "auth/avatar", "auth/sessions", "auth/revoke", "auth/logout", "user/index"]
open_to_all = ["auth/login_by_weixin", "home/index", "swiperImgs", "meeting/list", "vote/list"]
with_token = os.environ["OA_TOKEN"] == "yes"
wanted = [f"{path} {0 if with_token else 501}" for path in guarded] + [f"{path} 0" for path in open_to_all]
missing = [line for line in wanted if line not in seen]
if missing:
    raise SystemExit(f"never met: {', '.join(missing)}")
