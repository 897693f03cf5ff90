package peer;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Every answer, with HTTP 200: a mini-program takes another status for a broken network. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Envelope(int errno, String errmsg, Object data) {
  static Envelope of(Object data) {
    return new Envelope(0, "成功", data);
  }

  static Envelope of(Failure failure) {
    return new Envelope(failure.errno, failure.errmsg, null);
  }
}
