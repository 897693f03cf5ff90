package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"
)

const (
	maxSessions      = 20
	idleLifetime     = 7 * 24 * time.Hour
	absoluteLifetime = 30 * 24 * time.Hour
	// A session in use is written once a minute.
	touchAfter = time.Minute
)

func newToken() string {
	var bytes [32]byte
	_, _ = rand.Read(bytes[:])
	return "oa_" + base64.RawURLEncoding.EncodeToString(bytes[:])
}

func hashOf(token string) []byte {
	hash := sha256.Sum256([]byte(token))
	return hash[:]
}

type memorySession struct {
	userID            int64
	idleEnds, allEnds time.Time
}

// MemoryTokens keeps the sessions in this process: fast, of one node, and gone with it.
type MemoryTokens struct {
	mutex    sync.Mutex
	sessions map[string]*memorySession
	ofUser   map[int64][]string
}

func newMemoryTokens() *MemoryTokens {
	return &MemoryTokens{sessions: map[string]*memorySession{}, ofUser: map[int64][]string{}}
}

// Open adds a session; beyond the limit the user's oldest one ends.
func (tokens *MemoryTokens) Open(token string, userID int64, now time.Time) {
	tokens.mutex.Lock()
	defer tokens.mutex.Unlock()
	tokens.sessions[token] = &memorySession{userID, now.Add(idleLifetime), now.Add(absoluteLifetime)}
	own := append(tokens.ofUser[userID], token)
	if len(own) > maxSessions {
		delete(tokens.sessions, own[0])
		own = own[1:]
	}
	tokens.ofUser[userID] = own
}

// Find says whose token it is, and slides the session.
func (tokens *MemoryTokens) Find(token string, now time.Time) (int64, bool) {
	tokens.mutex.Lock()
	defer tokens.mutex.Unlock()
	session, ok := tokens.sessions[token]
	if !ok || now.After(session.idleEnds) || now.After(session.allEnds) {
		return 0, false
	}
	session.idleEnds = now.Add(idleLifetime)
	return session.userID, true
}

// End ends a session, if there is one.
func (tokens *MemoryTokens) End(token string, now time.Time) bool {
	userID, ok := tokens.Find(token, now)
	if !ok {
		return false
	}
	tokens.mutex.Lock()
	defer tokens.mutex.Unlock()
	delete(tokens.sessions, token)
	var rest []string
	for _, other := range tokens.ofUser[userID] {
		if other != token {
			rest = append(rest, other)
		}
	}
	tokens.ofUser[userID] = rest
	return true
}
