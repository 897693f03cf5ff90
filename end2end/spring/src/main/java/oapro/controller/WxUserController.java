package oapro.controller;

import oapro.annotation.LoginUser;
import oapro.service.UserTokenManager.UserToken;
import oapro.service.WxUserService;
import oapro.util.ResponseUtil;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The personal centre. */
@RestController
@RequestMapping("/oapro/wx/user")
public class WxUserController {
  private final WxUserService users;

  WxUserController(WxUserService users) {
    this.users = users;
  }

  @GetMapping("/index")
  public Object index(@LoginUser UserToken caller) {
    return caller == null ? ResponseUtil.unlogin() : ResponseUtil.ok(users.counts(caller.userId()));
  }
}
