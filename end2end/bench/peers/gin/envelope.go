package main

import (
	"errors"
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

// Failure is an errno of the contract. Every answer is HTTP 200: a mini-program takes another status for a broken network.
type Failure struct {
	errno  int
	errmsg string
}

func (failure Failure) Error() string { return failure.errmsg }

var (
	errOther       = Failure{-1, "错误"}
	errMissing     = Failure{401, "参数不对"}
	errBadValue    = Failure{402, "参数值不对"}
	errNoPath      = Failure{404, "接口不存在"}
	errNoMethod    = Failure{405, "请求方法不支持"}
	errNotSignedIn = Failure{501, "请登录"}
	errInternal    = Failure{502, "系统内部错误"}
	errBadCode     = Failure{710, "登录凭证无效或已过期"}
	errUsedCode    = Failure{711, "登录凭证已被使用"}
	errTooOften    = Failure{712, "登录过于频繁"}
	errRisky       = Failure{713, "微信判定为高风险用户"}
	errWeChatDown  = Failure{714, "微信服务暂不可用"}
	errNoKey       = Failure{715, "登录态已失效，请重新登录后再试"}
	errOtherApp    = Failure{716, "手机号凭证与本小程序不符"}
	errOldPhone    = Failure{717, "手机号凭证已过期"}
	errPhoneTaken  = Failure{718, "手机号已绑定其他账号"}
	errDisabled    = Failure{719, "账号已停用"}
	errBadConfig   = Failure{720, "小程序配置错误"}
)

type envelope struct {
	Errno  int    `json:"errno"`
	Errmsg string `json:"errmsg"`
	Data   any    `json:"data,omitempty"`
}

func succeed(c *gin.Context, data any) {
	c.JSON(http.StatusOK, envelope{0, "成功", data})
}

func fail(c *gin.Context, err error) {
	var failure Failure
	if !errors.As(err, &failure) {
		log.Printf("%s: %v", c.FullPath(), err)
		failure = errInternal
	}
	c.AbortWithStatusJSON(http.StatusOK, envelope{Errno: failure.errno, Errmsg: failure.errmsg})
}
