package oapro.dto;

/** What {@code wx.getUserProfile} says of the user. */
public record UserInfo(
    String nickName, String avatarUrl, Integer gender, String country, String province, String city, String language) {}
