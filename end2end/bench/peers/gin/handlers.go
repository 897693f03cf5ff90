package main

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"
)

var (
	china  = time.FixedZone("China", 8*3600)
	levels = [...]string{"普通用户", "会员", "区域代理"}
)

// App is what the handlers need.
type App struct {
	store  *Store
	wechat *WeChat
	appID  string
	// nil where tokens are in the database
	memory *MemoryTokens
}

// authenticate says whose request it is.
func (app *App) authenticate(ctx context.Context, token string, now time.Time) (userID int64, err error) {
	status := int64(0)
	switch {
	case token == "":
		return 0, errNotSignedIn
	case app.memory == nil:
		session, err := app.store.Session(ctx, token, now)
		if err != nil {
			return 0, err
		}
		userID, status = session.userID, session.status
	default:
		known := false
		if userID, known = app.memory.Find(token, now); !known {
			return 0, errNotSignedIn
		}
		if status, err = app.store.Status(ctx, userID); err != nil {
			return 0, err
		}
	}
	if status != 0 {
		return 0, errDisabled
	}
	return userID, nil
}

func (app *App) userIndex(c *gin.Context) {
	counts, err := app.counts(c, tokenOf(c), time.Now())
	if err != nil {
		fail(c, err)
		return
	}
	const low = 0xffff_ffff
	succeed(c, struct {
		MeetingPubs  int64 `json:"metting_pubs"`
		MeetingJoins int64 `json:"metting_joins"`
		VotePubs     int64 `json:"vote_pubs"`
		VoteJoins    int64 `json:"vote_joins"`
	}{counts.meetings & low, counts.meetings >> 32, counts.votes & low, counts.votes >> 32})
}

func (app *App) counts(ctx context.Context, token string, now time.Time) (counts Counts, err error) {
	status := int64(0)
	if token == "" {
		return counts, errNotSignedIn
	}
	if app.memory == nil {
		var session Session
		session, counts, err = app.store.SessionAndCounts(ctx, token, now)
		status = session.status
	} else {
		userID, known := app.memory.Find(token, now)
		if !known {
			return counts, errNotSignedIn
		}
		status, counts, err = app.store.CountsOfUser(ctx, userID)
	}
	if err == nil && status != 0 {
		err = errDisabled
	}
	return counts, err
}

func (app *App) bindPhone(c *gin.Context) {
	now := time.Now()
	userID, err := app.authenticate(c, tokenOf(c), now)
	if err != nil {
		fail(c, err)
		return
	}
	var request struct {
		EncryptedData string `json:"encryptedData"`
		IV            string `json:"iv"`
	}
	if err := c.ShouldBindJSON(&request); err != nil {
		fail(c, errBadValue)
		return
	}
	if request.EncryptedData == "" || request.IV == "" {
		fail(c, errMissing)
		return
	}
	keys, err := app.store.Keys(c, userID)
	if err != nil {
		fail(c, err)
		return
	}
	phone, err := app.wechat.DecryptPhone(keys, request.EncryptedData, request.IV, now)
	if err == nil {
		err = app.store.BindPhone(c, userID, phone, now)
	}
	if err != nil {
		fail(c, err)
		return
	}
	succeed(c, gin.H{"phone": phone.shown()})
}

func (app *App) logout(c *gin.Context) {
	token, now := tokenOf(c), time.Now()
	ended, err := false, error(nil)
	if app.memory != nil {
		ended = app.memory.End(token, now)
	} else {
		ended, err = app.store.EndSession(c, token, now)
	}
	if err == nil && !ended {
		err = errNotSignedIn
	}
	if err != nil {
		fail(c, err)
		return
	}
	succeed(c, nil)
}

func shown(user User) gin.H {
	level := ""
	if user.level >= 0 && int(user.level) < len(levels) {
		level = levels[user.level]
	}
	info := gin.H{
		"userId": user.id, "nickName": user.nickName, "avatarUrl": user.avatar, "gender": user.gender, "country": user.country,
		"province": user.province, "city": user.city, "language": user.language, "status": user.status,
		"registerDate": time.UnixMilli(user.created).In(china).Format(time.DateOnly),
		"userLevel":    user.level, "userLevelDesc": level,
	}
	if user.phone.Valid {
		info["phone"] = Phone{user.countryCode.String, user.phone.String}.shown()
	}
	return info
}
