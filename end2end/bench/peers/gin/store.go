package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
)

const (
	connections = 16
	// a deadlock, or another first login of the same user: the transaction is run again
	attempts = 3
)

// Store is the database, every statement prepared once for each connection.
type Store struct {
	db         *sql.DB
	isPostgres bool
	prepared   map[string]*sql.Stmt
	statements
}

func openStore(address string) (*Store, error) {
	driver, source, isPostgres := "mysql", "", false
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	texts := mariadb
	switch {
	case strings.HasPrefix(parsed.Scheme, "postgres"):
		driver, source, isPostgres, texts = "pgx", address, true, postgres
	case parsed.Scheme == "mysql":
		password, _ := parsed.User.Password()
		settings := mysql.NewConfig()
		settings.User, settings.Passwd, settings.Net, settings.Addr = parsed.User.Username(), password, "tcp", parsed.Host
		settings.DBName = strings.TrimPrefix(parsed.Path, "/")
		// no gap locks, as oa-mini has it; an UPDATE that finds a row and changes nothing counts it
		settings.Params = map[string]string{"tx_isolation": "'READ-COMMITTED'"}
		settings.ClientFoundRows = true
		source = settings.FormatDSN()
	default:
		return nil, fmt.Errorf("no driver for %s", parsed.Scheme)
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	store := &Store{db: db, isPostgres: isPostgres, prepared: map[string]*sql.Stmt{}, statements: texts}
	for _, text := range store.all() {
		if text == "" {
			continue
		}
		if store.prepared[text], err = db.Prepare(text); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	return store, nil
}

func (texts statements) all() []string {
	return []string{
		texts.findUser, texts.refreshUser, texts.insertUser, texts.renewKey, texts.insertKey, texts.dropOldKeys, texts.keys,
		texts.openSession, texts.trimSessions, texts.endSession, texts.touch, texts.session, texts.counts, texts.status,
		texts.countsOfUser, texts.bindPhone,
	}
}

// transaction runs work until it is committed, at most so often.
func (store *Store) transaction(ctx context.Context, work func(tx *sql.Tx) error) error {
	var err error
	for range attempts {
		var tx *sql.Tx
		if tx, err = store.db.BeginTx(ctx, nil); err != nil {
			return err
		}
		if err = work(tx); err == nil {
			err = tx.Commit()
		} else {
			_ = tx.Rollback()
		}
		if err == nil || !isTransient(err) {
			return err
		}
	}
	return err
}

func (store *Store) exec(ctx context.Context, tx *sql.Tx, text string, arguments ...any) (int64, error) {
	statement := store.prepared[text]
	if tx != nil {
		statement = tx.StmtContext(ctx, statement)
	}
	result, err := statement.ExecContext(ctx, arguments...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func isDuplicate(err error) bool {
	var ofMySQL *mysql.MySQLError
	var ofPostgres *pgconn.PgError
	return errors.As(err, &ofMySQL) && ofMySQL.Number == 1062 || errors.As(err, &ofPostgres) && ofPostgres.Code == "23505"
}

func isTransient(err error) bool {
	var ofMySQL *mysql.MySQLError
	var ofPostgres *pgconn.PgError
	return isDuplicate(err) || errors.As(err, &ofMySQL) && ofMySQL.Number == 1213 ||
		errors.As(err, &ofPostgres) && (ofPostgres.Code == "40P01" || ofPostgres.Code == "40001")
}

// Session is what a token stands for.
type Session struct {
	id, lastSeen, userID, status int64
}

// Counts are the four numbers of the personal centre, two in one.
type Counts struct{ meetings, votes int64 }

// Session finds a session by its token, and slides it.
func (store *Store) Session(ctx context.Context, token string, now time.Time) (Session, error) {
	var found Session
	row := store.prepared[store.session].QueryRowContext(ctx, hashOf(token), now.UnixMilli())
	err := row.Scan(&found.id, &found.lastSeen, &found.userID, &found.status)
	return found, store.used(ctx, found, now, err)
}

// SessionAndCounts is both in one statement.
func (store *Store) SessionAndCounts(ctx context.Context, token string, now time.Time) (Session, Counts, error) {
	var found Session
	var counts Counts
	row := store.prepared[store.counts].QueryRowContext(ctx, hashOf(token), now.UnixMilli())
	err := row.Scan(&found.id, &found.lastSeen, &found.userID, &found.status, &counts.meetings, &counts.votes)
	return found, counts, store.used(ctx, found, now, err)
}

func (store *Store) used(ctx context.Context, session Session, now time.Time, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errNotSignedIn
	}
	if err != nil || now.UnixMilli()-session.lastSeen < touchAfter.Milliseconds() {
		return err
	}
	_, err = store.exec(ctx, nil, store.touch, now.UnixMilli(), now.Add(idleLifetime).UnixMilli(), session.id)
	return err
}

// Status of a user whose token is known otherwise.
func (store *Store) Status(ctx context.Context, userID int64) (status int64, err error) {
	return status, store.prepared[store.status].QueryRowContext(ctx, userID).Scan(&status)
}

// CountsOfUser is for a token that is known otherwise.
func (store *Store) CountsOfUser(ctx context.Context, userID int64) (status int64, counts Counts, err error) {
	row := store.prepared[store.countsOfUser].QueryRowContext(ctx, userID)
	return status, counts, row.Scan(&status, &counts.meetings, &counts.votes)
}

// EndSession says whether there was one.
func (store *Store) EndSession(ctx context.Context, token string, now time.Time) (bool, error) {
	ended, err := store.exec(ctx, nil, store.endSession, hashOf(token), now.UnixMilli())
	return ended == 1, err
}

// Keys are the newest session_keys of a user.
func (store *Store) Keys(ctx context.Context, userID int64) ([][]byte, error) {
	rows, err := store.prepared[store.keys].QueryContext(ctx, userID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var keys [][]byte
	for rows.Next() {
		var key []byte
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, rows.Err()
}

// BindPhone leaves it to the unique index whether the number is free.
func (store *Store) BindPhone(ctx context.Context, userID int64, phone Phone, now time.Time) error {
	_, err := store.exec(ctx, nil, store.bindPhone, phone.CountryCode, phone.Number, now.UnixMilli(), userID)
	if err != nil && isDuplicate(err) {
		return errPhoneTaken
	}
	return err
}

func fingerprint(key []byte) []byte {
	hash := sha256.Sum256(key)
	return hash[:16]
}

func randomID() []byte {
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return id
}
