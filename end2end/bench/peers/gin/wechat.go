package main

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2"
	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/miniprogram"
	"github.com/silenceper/wechat/v2/miniprogram/config"
	"github.com/silenceper/wechat/v2/util"
)

const wechatHost = "https://api.weixin.qq.com"

// A phone number is accepted for ten minutes, and a minute from the future.
const (
	phoneLifetime = 10 * time.Minute
	clockSkew     = time.Minute
)

// WeChat is the library, led to the address that it is told.
type WeChat struct {
	program *miniprogram.MiniProgram
}

func newWeChat(appID, secret, baseURL string) *WeChat {
	if baseURL != "" {
		util.SetURIModifier(func(uri string) string { return strings.Replace(uri, wechatHost, baseURL, 1) })
	}
	// the default keeps two idle connections a host, and would dial for nearly every login under load
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 64, 64
	util.DefaultHTTPClient = &http.Client{Transport: transport, Timeout: 5 * time.Second}
	settings := &config.Config{AppID: appID, AppSecret: secret, Cache: cache.NewMemory()}
	return &WeChat{program: wechat.NewWechat().GetMiniProgram(settings)}
}

// Code2Session exchanges a code; its errcodes become the contract's errnos.
func (wx *WeChat) Code2Session(ctx context.Context, code string) (openID, sessionKey string, err error) {
	result, err := wx.program.GetAuth().Code2SessionContext(ctx, url.QueryEscape(code))
	switch result.ErrCode {
	case 0:
	case 40029:
		return "", "", errBadCode
	case 40163:
		return "", "", errUsedCode
	case 45011:
		return "", "", errTooOften
	case 40226:
		return "", "", errRisky
	case -1:
		return "", "", errWeChatDown
	case 40013, 40125, 41002, 41004, 40164, 40243:
		return "", "", errBadConfig
	default:
		return "", "", errOther
	}
	if err != nil || result.OpenID == "" {
		return "", "", errWeChatDown
	}
	return result.OpenID, result.SessionKey, nil
}

// Phone is a number as WeChat gives it.
type Phone struct{ CountryCode, Number string }

func (phone Phone) shown() string {
	if phone.CountryCode == "86" {
		return phone.Number
	}
	return "+" + phone.CountryCode + phone.Number
}

// DecryptPhone tries the keys of a user in turn.
func (wx *WeChat) DecryptPhone(keys [][]byte, encryptedData, iv string, now time.Time) (Phone, error) {
	data, err := base64.StdEncoding.DecodeString(encryptedData)
	if err != nil || len(data) == 0 || len(data)%16 != 0 {
		return Phone{}, errNoKey
	}
	for _, key := range keys {
		plain, err := wx.program.GetEncryptor().Decrypt(base64.StdEncoding.EncodeToString(key), encryptedData, iv)
		if err != nil && err.Error() == "app id not match" {
			return Phone{}, errOtherApp
		}
		if err != nil || plain.PurePhoneNumber == "" {
			continue
		}
		age := now.Sub(time.Unix(plain.Watermark.Timestamp, 0))
		if age > phoneLifetime || age < -clockSkew {
			return Phone{}, errOldPhone
		}
		return Phone{plain.CountryCode, plain.PurePhoneNumber}, nil
	}
	return Phone{}, errNoKey
}
