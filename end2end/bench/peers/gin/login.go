package main

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

const placeholder = "微信用户"

// Profile is what a client claims of itself.
type Profile struct {
	nickName, avatar, country, province, city, language string
	gender                                              int64
}

// User is an account as it is stored.
type User struct {
	id int64
	Profile
	countryCode, phone     sql.NullString
	level, status, created int64
}

// Login is what one writes.
type Login struct {
	realm, openID, ip, device string
	profile                   Profile
	sessionKey                []byte
	// nil where sessions are not kept in the database
	tokenHash []byte
	now       time.Time
}

// Login stores the user, the session_key and the session: all of it or nothing.
func (store *Store) Login(ctx context.Context, login *Login) (user User, err error) {
	err = store.transaction(ctx, func(tx *sql.Tx) error {
		known, err := store.refresh(ctx, tx, login, &user)
		if err == nil && known && user.status != 0 {
			err = errDisabled
		}
		if err == nil && !known {
			err = store.insert(ctx, tx, login, &user)
		}
		if err == nil {
			err = store.keepKey(ctx, tx, login, user.id)
		}
		if err == nil && login.tokenHash != nil {
			err = store.open(ctx, tx, login, user.id)
		}
		return err
	})
	return user, err
}

func (store *Store) refresh(ctx context.Context, tx *sql.Tx, login *Login, user *User) (bool, error) {
	now, arguments := login.now.UnixMilli(), []any{login.realm, login.openID}
	if store.refreshUser == "" {
		arguments = append(arguments, login.profile.nickName, login.profile.avatar, now, login.ip)
	}
	row := tx.StmtContext(ctx, store.prepared[store.findUser]).QueryRowContext(ctx, arguments...)
	err := row.Scan(&user.id, &user.nickName, &user.avatar, &user.gender, &user.country, &user.province, &user.city,
		&user.language, &user.countryCode, &user.phone, &user.level, &user.status, &user.created)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil || store.refreshUser == "" || user.status != 0 {
		return err == nil, err
	}
	if login.profile.nickName != "" && (user.nickName == "" || user.nickName == placeholder) {
		user.nickName = login.profile.nickName
	}
	if user.avatar == "" {
		user.avatar = login.profile.avatar
	}
	_, err = store.exec(ctx, tx, store.refreshUser, user.nickName, user.avatar, now, login.ip, now, user.id)
	return true, err
}

func (store *Store) insert(ctx context.Context, tx *sql.Tx, login *Login, user *User) error {
	now, claim := login.now.UnixMilli(), login.profile
	*user = User{Profile: claim, created: now}
	arguments := []any{login.realm, login.openID, claim.nickName, claim.avatar, claim.gender, claim.country, claim.province,
		claim.city, claim.language, now, login.ip, now, now}
	statement := tx.StmtContext(ctx, store.prepared[store.insertUser])
	if store.isPostgres {
		return statement.QueryRowContext(ctx, arguments...).Scan(&user.id)
	}
	result, err := statement.ExecContext(ctx, arguments...)
	if err == nil {
		user.id, err = result.LastInsertId()
	}
	return err
}

// keepKey writes a key that came again anew, and of others keeps the newest three.
func (store *Store) keepKey(ctx context.Context, tx *sql.Tx, login *Login, userID int64) error {
	now, print := login.now.UnixMilli(), fingerprint(login.sessionKey)
	renewed, err := store.exec(ctx, tx, store.renewKey, now, userID, print)
	if err != nil || renewed > 0 {
		return err
	}
	if _, err = store.exec(ctx, tx, store.insertKey, userID, login.sessionKey, print, now); err == nil {
		_, err = store.exec(ctx, tx, store.dropOldKeys, userID)
	}
	return err
}

func (store *Store) open(ctx context.Context, tx *sql.Tx, login *Login, userID int64) error {
	now := login.now.UnixMilli()
	idle, absolute := login.now.Add(idleLifetime).UnixMilli(), login.now.Add(absoluteLifetime).UnixMilli()
	_, err := store.exec(ctx, tx, store.openSession, userID, randomID(), login.tokenHash, login.device, login.ip, now, now,
		idle, absolute)
	if err == nil {
		_, err = store.exec(ctx, tx, store.trimSessions, userID)
	}
	return err
}

func (app *App) login(c *gin.Context) {
	var request struct {
		Code     *string        `json:"code"`
		UserInfo map[string]any `json:"userInfo"`
	}
	if err := c.ShouldBindJSON(&request); err != nil {
		fail(c, errBadValue)
		return
	}
	if request.Code == nil || *request.Code == "" || request.UserInfo == nil {
		fail(c, errMissing)
		return
	}
	openID, sessionKey, err := app.wechat.Code2Session(c, *request.Code)
	if err != nil {
		fail(c, err)
		return
	}
	key, err := base64.StdEncoding.DecodeString(sessionKey)
	if err != nil {
		fail(c, errWeChatDown)
		return
	}
	token, now := newToken(), time.Now()
	login := Login{realm: app.appID, openID: openID, ip: c.RemoteIP(), device: c.Request.UserAgent(), sessionKey: key,
		profile: claimed(request.UserInfo), now: now}
	if app.memory == nil {
		login.tokenHash = hashOf(token)
	}
	user, err := app.store.Login(c, &login)
	if err != nil {
		fail(c, err)
		return
	}
	if app.memory != nil {
		app.memory.Open(token, user.id, now)
	}
	succeed(c, gin.H{"token": token, "tokenExpire": now.Add(idleLifetime).In(china).Format(time.RFC3339), "userInfo": shown(user)})
}

// What is not usable in a claim is left out.
func claimed(info map[string]any) Profile {
	text := func(name string) string { value, _ := info[name].(string); return strings.TrimSpace(value) }
	profile := Profile{nickName: text("nickName"), country: text("country"), province: text("province"), city: text("city"),
		language: text("language")}
	if avatar := text("avatarUrl"); strings.HasPrefix(avatar, "https://") && strings.Contains(avatar, ".qlogo.cn/") {
		profile.avatar = avatar
	}
	if gender, _ := info["gender"].(float64); gender == 1 || gender == 2 {
		profile.gender = int64(gender)
	}
	return profile
}
