// Package sdk has Go's silenceper/wechat talk to the WeChat double, as an independent backend would use it.
package sdk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2"
	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/miniprogram"
	"github.com/silenceper/wechat/v2/miniprogram/config"
	"github.com/silenceper/wechat/v2/miniprogram/encryptor"
	"github.com/silenceper/wechat/v2/util"
)

const (
	login = "/sns/jscode2session"
	phone = "/wxa/business/getuserphonenumber"
)

var wx *double

func TestMain(m *testing.M) {
	var err error
	if wx, err = startDouble(); err != nil {
		panic(err)
	}
	// the SDK's own hook: every URL passes it
	util.SetURIModifier(func(uri string) string {
		return strings.Replace(uri, "https://api.weixin.qq.com", wx.base, 1)
	})
	status := m.Run()
	wx.stop()
	os.Exit(status)
}

// fresh is the SDK with an empty cache, and a world without a trace.
func fresh(t *testing.T) *miniprogram.MiniProgram {
	t.Helper()
	wx.call(t, "control/reset", object{})
	return app(wx.appid, wx.secret, false)
}

func app(appid, secret string, stable bool) *miniprogram.MiniProgram {
	settings := &config.Config{AppID: appid, AppSecret: secret, Cache: cache.NewMemory(), UseStableAK: stable}
	return wechat.NewWechat().GetMiniProgram(settings)
}

func session(t *testing.T, mini *miniprogram.MiniProgram) (key, openid string) {
	t.Helper()
	session, err := mini.GetAuth().Code2Session(wx.code(t, "lin"))
	must(t, err)
	return session.SessionKey, session.OpenID
}

func decrypt(t *testing.T, mini *miniprogram.MiniProgram, data object) (*encryptor.PlainData, error) {
	t.Helper()
	key, _ := session(t, mini)
	return mini.GetEncryptor().Decrypt(key, data["encryptedData"].(string), data["iv"].(string))
}

func number(t *testing.T, mini *miniprogram.MiniProgram) (string, error) {
	t.Helper()
	answer, err := mini.GetAuth().GetPhoneNumber(wx.phoneData(t)["code"].(string))
	if err != nil {
		return "", err
	}
	return answer.PhoneInfo.PurePhoneNumber, nil
}

// errcode is the number in an error of the SDK.
func errcode(t *testing.T, err error) int64 {
	t.Helper()
	var common *util.CommonError
	if !errors.As(err, &common) {
		t.Fatalf("no errcode in %v", err)
	}
	return common.ErrCode
}

// sign is the signature of checksession, which is left to the caller.
func sign(key string) string {
	return hex.EncodeToString(hmac.New(sha256.New, []byte(key)).Sum(nil))
}

func TestLogin(t *testing.T) {
	mini := fresh(t)
	session, err := mini.GetAuth().Code2Session(wx.code(t, "lin"))
	must(t, err)
	user := wx.list(t, "users")[0]
	equal(t, user["user"].(string), "lin")
	equal(t, session.OpenID, user["openid"].(string))
	equal(t, session.UnionID, user["unionid"].(string))
	works(t, "login")
}

func TestPhoneByData(t *testing.T) {
	mini := fresh(t)
	data := wx.phoneData(t)
	plain, err := decrypt(t, mini, data)
	must(t, err)
	equal(t, plain.PurePhoneNumber, lin)
	works(t, "phone-data")
	wx.call(t, "control/rotate-key", object{"user": "lin"})
	if _, err = decrypt(t, mini, data); err == nil {
		t.Fatal("an old key decrypts")
	}
	works(t, "old-key")
}

func TestDataOfAnotherMiniProgram(t *testing.T) {
	mini := fresh(t)
	wx.call(t, "control/watermark", object{"appid": "wxanother"})
	_, err := decrypt(t, mini, wx.phoneData(t))
	equal(t, errors.Is(err, encryptor.ErrAppIDNotMatch), true)
	works(t, "foreign-watermark")
}

func TestPhoneByCode(t *testing.T) {
	mini := fresh(t)
	code := wx.phoneData(t)["code"].(string)
	answer, err := mini.GetAuth().GetPhoneNumber(code)
	must(t, err)
	equal(t, answer.PhoneInfo.PurePhoneNumber, lin)
	works(t, "phone-code")
	_, err = mini.GetAuth().GetPhoneNumber(code)
	equal(t, errcode(t, err), 40029)
	works(t, "phone 40029")
	wx.call(t, "control/fault", object{"path": phone, "times": 1, "errcode": 45009})
	_, err = mini.GetAuth().GetPhoneNumber(code)
	equal(t, errcode(t, err), 45009)
	works(t, "phone 45009")
}

func TestProfileData(t *testing.T) {
	mini := fresh(t)
	plain, err := decrypt(t, mini, wx.call(t, "phone/getUserProfile", object{"user": "lin", "desc": "用于完善会员资料"}))
	must(t, err)
	equal(t, plain.NickName, "林晓")
	works(t, "profile-data")
}

func TestToken(t *testing.T) {
	for _, way := range []struct {
		operation, path string
		stable          bool
	}{{"token", "/cgi-bin/token", false}, {"stable-token", "/cgi-bin/stable_token", true}} {
		fresh(t)
		mini := app(wx.appid, wx.secret, way.stable)
		_, err := mini.GetContext().GetAccessToken()
		must(t, err)
		equal(t, wx.journal(t), way.path+" 0")
		bound, err := number(t, mini)
		must(t, err)
		equal(t, bound, lin)
		works(t, way.operation)
	}
}

func TestWhatATokenIsRefusedWith(t *testing.T) {
	mini := fresh(t)
	refused := func(want int64, mini *miniprogram.MiniProgram) {
		t.Helper()
		_, err := mini.GetContext().GetAccessToken()
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("errcode=%d ", want)) || errors.As(err, new(*util.CommonError)) {
			t.Fatalf("%v is no text with %d", err, want)
		}
		result(t, fmt.Sprint("token ", want), "text")
	}
	refused(40125, app(wx.appid, strings.Repeat("0", 32), false))
	wx.call(t, "control/fault", object{"path": "/cgi-bin/token", "times": 1, "errcode": 40164})
	refused(40164, mini)
}

// A dead token stays in the cache until its own time is over, and the caller sees its errcode.
func TestADeadTokenIsNotFetchedAnew(t *testing.T) {
	for code, kill := range map[int64]func(){
		40001: func() { wx.call(t, "control/reset", object{}) },
		42001: func() { wx.call(t, "control/clock", object{"advance_s": 7200}) },
	} {
		mini := fresh(t)
		_, err := mini.GetContext().GetAccessToken()
		must(t, err)
		kill()
		for range [2]int{} {
			_, err = number(t, mini)
			equal(t, errcode(t, err), code)
		}
		result(t, fmt.Sprint("renewal ", code), "✗")
	}
}

func TestSession(t *testing.T) {
	mini := fresh(t)
	key, openid := session(t, mini)
	must(t, mini.GetAuth().CheckSession(sign(key), openid))
	equal(t, errcode(t, mini.GetAuth().CheckSession(sign("x"), openid)), 87009)
	works(t, "check-session")
	reset, err := mini.GetAuth().ResetUserSessionKey(sign(key), openid)
	must(t, err)
	equal(t, reset.SessionKey != key && reset.OpenID == openid, true)
	works(t, "reset-session")
}

// It sends a form where WeChat documents JSON.
func TestCheckEncryptedDataSendsAForm(t *testing.T) {
	mini := fresh(t)
	digest := sha256.Sum256([]byte(wx.phoneData(t)["encryptedData"].(string)))
	_, err := mini.GetAuth().CheckEncryptedData(hex.EncodeToString(digest[:]))
	equal(t, errcode(t, err), 47001)
	result(t, "check-encrypted", "✗")
}

func TestWhatALoginIsRefusedWith(t *testing.T) {
	mini := fresh(t)
	// the error is a text; the result beside it has the number
	refused := func(want int64, mini *miniprogram.MiniProgram, code string) {
		t.Helper()
		session, err := mini.GetAuth().Code2Session(code)
		equal(t, session.ErrCode, want)
		equal(t, err != nil && !errors.As(err, new(*util.CommonError)), true)
		works(t, fmt.Sprint("login ", want))
	}
	code := wx.code(t, "lin")
	_, err := mini.GetAuth().Code2Session(code)
	must(t, err)
	refused(40163, mini, code)
	refused(40029, mini, "no-such-code")
	refused(40013, app("wx0000000000000000", wx.secret, false), "x")
	refused(40125, app(wx.appid, strings.Repeat("0", 32), false), "x")
	wx.call(t, "control/users", object{"user": "mo", "nickName": "墨", "phone": "12066600099", "highRisk": true})
	refused(40226, mini, wx.code(t, "mo"))
	wx.call(t, "control/quota", object{"login_per_minute": 1})
	refused(45011, mini, wx.code(t, "lin"))
	for _, errcode := range []int64{-1, 40164, 40243} {
		wx.call(t, "control/fault", object{"path": login, "times": 1, "errcode": errcode})
		refused(errcode, mini, wx.code(t, "lin"))
	}
}

func TestBrokenResponses(t *testing.T) {
	mini := fresh(t)
	faults := map[string]object{"502": {"status": 502}, "html": {"status": 200}, "cut": {"cut": true}, "truncated": {"truncate": true}}
	for name, fault := range faults {
		fault["path"], fault["times"] = login, 1
		wx.call(t, "control/fault", fault)
		if _, err := mini.GetAuth().Code2Session(wx.code(t, "lin")); err == nil {
			t.Fatalf("%s is no error", name)
		}
		works(t, "login "+name)
	}
}
