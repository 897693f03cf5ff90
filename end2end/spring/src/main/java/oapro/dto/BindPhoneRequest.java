package oapro.dto;

/** Either the sealed number, or a one-time code for it. */
public record BindPhoneRequest(String encryptedData, String iv, String code) {}
