package peer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Makes answers of exceptions. */
@RestControllerAdvice
class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @ExceptionHandler
  ResponseEntity<Envelope> refused(Failure.Refused refused) {
    return answer(refused.failure);
  }

  @ExceptionHandler
  ResponseEntity<Envelope> unreadable(HttpMessageNotReadableException unreadable) {
    return answer(Failure.BAD_VALUE);
  }

  @ExceptionHandler
  ResponseEntity<Envelope> method(HttpRequestMethodNotSupportedException method) {
    return answer(Failure.NO_METHOD);
  }

  @ExceptionHandler
  ResponseEntity<Envelope> path(NoResourceFoundException path) {
    return answer(Failure.NO_PATH);
  }

  @ExceptionHandler
  ResponseEntity<Envelope> internal(Exception cause) {
    LOG.error("a call failed", cause);
    return answer(Failure.INTERNAL);
  }

  private static ResponseEntity<Envelope> answer(Failure failure) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .body(Envelope.of(failure));
  }
}
