package oapro.domain;

import java.time.LocalDateTime;

/** A row of wx_user. */
public class WxUser {
  private Integer id;
  private String username;
  private String weixinOpenid;
  private String nickname;
  private String avatar;
  private Integer gender;
  private String mobile;
  private Integer userLevel;
  private Integer status;
  private Integer shareUserId;
  private LocalDateTime lastLoginTime;
  private String lastLoginIp;
  private LocalDateTime addTime;

  public Integer getId() { return id; }
  public void setId(Integer id) { this.id = id; }
  public String getUsername() { return username; }
  public void setUsername(String username) { this.username = username; }
  public String getWeixinOpenid() { return weixinOpenid; }
  public void setWeixinOpenid(String weixinOpenid) { this.weixinOpenid = weixinOpenid; }
  public String getNickname() { return nickname; }
  public void setNickname(String nickname) { this.nickname = nickname; }
  public String getAvatar() { return avatar; }
  public void setAvatar(String avatar) { this.avatar = avatar; }
  public Integer getGender() { return gender; }
  public void setGender(Integer gender) { this.gender = gender; }
  public String getMobile() { return mobile; }
  public void setMobile(String mobile) { this.mobile = mobile; }
  public Integer getUserLevel() { return userLevel; }
  public void setUserLevel(Integer userLevel) { this.userLevel = userLevel; }
  public Integer getStatus() { return status; }
  public void setStatus(Integer status) { this.status = status; }
  public Integer getShareUserId() { return shareUserId; }
  public void setShareUserId(Integer shareUserId) { this.shareUserId = shareUserId; }
  public LocalDateTime getLastLoginTime() { return lastLoginTime; }
  public void setLastLoginTime(LocalDateTime lastLoginTime) { this.lastLoginTime = lastLoginTime; }
  public String getLastLoginIp() { return lastLoginIp; }
  public void setLastLoginIp(String lastLoginIp) { this.lastLoginIp = lastLoginIp; }
  public LocalDateTime getAddTime() { return addTime; }
  public void setAddTime(LocalDateTime addTime) { this.addTime = addTime; }
}
