package peer;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.bean.WxMaJscode2SessionResult;
import cn.binarywang.wx.miniapp.bean.WxMaPhoneNumberInfo;
import java.util.Base64;
import java.util.List;
import me.chanjar.weixin.common.error.WxErrorException;
import org.springframework.stereotype.Component;

/** WxJava, with the contract's errnos. */
@Component
class WeChat {
  /** A phone number is accepted for ten minutes, and a minute from the future. */
  private static final long PHONE_LIFETIME_S = 600;

  private static final long CLOCK_SKEW_S = 60;

  record Phone(String countryCode, String number) {
    String shown() {
      return countryCode.equals("86") ? number : "+" + countryCode + number;
    }
  }

  private final WxMaService service;

  WeChat(WxMaService service) {
    this.service = service;
  }

  WxMaJscode2SessionResult code2Session(String code) {
    try {
      WxMaJscode2SessionResult session = service.getUserService().getSessionInfo(code);
      if (session.getOpenid() == null || session.getSessionKey() == null) {
        throw Failure.WECHAT_DOWN.refused();
      }
      return session;
    } catch (WxErrorException refused) {
      // without a code of WeChat's it is the network
      int errcode = refused.getError().getErrorCode();
      throw (errcode == 0 || errcode == -99 ? Failure.WECHAT_DOWN : Failure.ofWeChat(errcode)).refused();
    } catch (Failure.Refused refused) {
      throw refused;
    } catch (RuntimeException exhausted) {
      throw Failure.WECHAT_DOWN.refused();
    }
  }

  /** Tries the keys of a user in turn. */
  Phone decryptPhone(List<byte[]> keys, String encryptedData, String iv, long nowMs) {
    for (byte[] key : keys) {
      WxMaPhoneNumberInfo info;
      try {
        info = service.getUserService().getPhoneNoInfo(Base64.getEncoder().encodeToString(key), encryptedData, iv);
      } catch (RuntimeException otherKey) {
        continue;
      }
      if (info.getWatermark() == null || info.getPurePhoneNumber() == null) {
        continue;
      }
      if (!service.getWxMaConfig().getAppid().equals(info.getWatermark().getAppid())) {
        throw Failure.OTHER_APP.refused();
      }
      long age = nowMs / 1000 - Long.parseLong(info.getWatermark().getTimestamp());
      if (age > PHONE_LIFETIME_S || age < -CLOCK_SKEW_S) {
        throw Failure.OLD_PHONE.refused();
      }
      return new Phone(info.getCountryCode(), info.getPurePhoneNumber());
    }
    throw Failure.NO_KEY.refused();
  }
}
