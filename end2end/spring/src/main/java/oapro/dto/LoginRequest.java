package oapro.dto;

public record LoginRequest(String code, UserInfo userInfo, Integer shareUserId) {}
