package oapro.config;

import oapro.util.ResponseUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A mini-program reads errno: every failure is HTTP 200 with an envelope. */
@RestControllerAdvice
public class GlobalExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(GlobalExceptionHandler.class);

  @ExceptionHandler(HttpMessageNotReadableException.class)
  public Object unreadable() {
    return ResponseUtil.badArgumentValue();
  }

  @ExceptionHandler(Exception.class)
  public Object serious(Exception cause) {
    LOG.error("a call failed", cause);
    return ResponseUtil.serious();
  }
}
