package oapro.service;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import oapro.domain.WxUser;
import oapro.dto.UserInfo;
import oapro.mapper.WxUserMapper;
import org.springframework.stereotype.Service;

@Service
public class WxUserService {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private final WxUserMapper users;

  WxUserService(WxUserMapper users) {
    this.users = users;
  }

  /** The columns are DATETIME: China's time, without an offset. */
  public static LocalDateTime now() {
    return LocalDateTime.now(CHINA).withNano(0);
  }

  /** The user of an openid; made at the first login. */
  public WxUser login(String openid, UserInfo info, Integer shareUserId, String ip) {
    WxUser user = users.findByOpenid(openid);
    boolean isNew = user == null;
    if (isNew) {
      user = new WxUser();
      user.setUsername(openid);
      user.setWeixinOpenid(openid);
      user.setNickname(orElse(info.nickName(), ""));
      user.setAvatar(orElse(info.avatarUrl(), ""));
      user.setGender(orElse(info.gender(), 0));
      user.setMobile("");
      user.setUserLevel(0);
      user.setStatus(0);
      user.setShareUserId(shareUserId);
      user.setAddTime(now());
    }
    user.setLastLoginTime(now());
    user.setLastLoginIp(ip);
    if (isNew) {
      users.add(user);
    } else {
      users.updateLogin(user);
    }
    return user;
  }

  /** Whether the user is there. */
  public boolean bindPhone(int id, String mobile) {
    return users.updateMobile(id, mobile) > 0;
  }

  public Map<String, Long> counts(int id) {
    return users.counts(id);
  }

  private static <T> T orElse(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
